import { parseArgs } from 'node:util'
import { archive } from './cli/archive.ts'
import { backup, restore } from './cli/backup.ts'
import { check } from './cli/check.ts'
import type { Command } from './cli/command.ts'
import { convertFile } from './cli/convert.ts'
import { diff } from './cli/diff.ts'
import { env } from './cli/env.ts'
import { estimate } from './cli/estimate.ts'
import { run } from './cli/run.ts'
import { serve } from './cli/serve.ts'
import { simulate } from './cli/simulate.ts'

const commands: readonly Command[] = [
  serve,
  check,
  convertFile,
  run,
  simulate,
  estimate,
  diff,
  env,
  backup,
  restore,
  archive,
]

const usage = () => `Pipewright, a studio for AWS Data Pipeline.

${commands.map(({ usage: line, summary }) => `  pipewright ${line}\n      ${summary}`).join('\n')}

With --json each prints one JSON document. Messages go to stderr.`

// Started by a launcher, this process ends as abruptly as the launcher does: nobody is left to hold the data directory.
if (process.env.PIPEWRIGHT_LAUNCHED) {
  delete process.env.PIPEWRIGHT_LAUNCHED
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel?.unref()
}

process.exitCode = await main(process.argv.slice(2))

/** Runs one command; its exit code. 2 stands for a command line or a file that cannot be read. */
async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === 'help' || isHelp(first)) return tell(usage())
  const named = commands.find(({ name }) => name === first)
  if (!named && first !== undefined && !first.startsWith('-'))
    return say(`There is no command ${first}.\n\n${usage()}`, 2)
  const command = named ?? serve
  const args = named ? rest : first === undefined ? [] : [first, ...rest]
  // What stands after `--` is a file, whatever it is called.
  const options = rest.slice(0, rest.indexOf('--') < 0 ? undefined : rest.indexOf('--'))
  if (named && options.some(isHelp)) return tell(`pipewright ${named.usage}\n    ${named.summary}`)
  const parsed = parse(command, args)
  if (typeof parsed === 'string') return say(`${parsed}\nUsage: pipewright ${command.usage}`, 2)
  try {
    return await command.run(parsed.values, parsed.positionals)
  } catch (error) {
    return say(error instanceof Error ? error.message : String(error), 2)
  }
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h'
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: command.options, allowPositionals: true, strict: true })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function tell(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

function say(text: string, code: number): number {
  process.stderr.write(`${text}\n`)
  return code
}
