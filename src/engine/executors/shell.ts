import type { CommandResult, EvaluatedObject, Executor, Hands, Outcome, Work } from '../ports.ts'
import { pathOf, placeOf, tellEncryption } from './data-nodes.ts'
import { exitInWords } from './exit-codes.ts'
import { isOn, objectsAt, textOf, textsOf } from './fields.ts'
import { failed, finished, guarded } from './outcome.ts'
import { readStored } from './stored-text.ts'

/** Runs a command or a script of S3 on this machine, with its inputs and outputs staged where that is asked for. */
export const shellActivity: Executor = {
  name: 'shell command',
  types: ['ShellCommandActivity'],
  run: guarded(async (work, hands, signal) => {
    const places = [...placesOf(work, 'input'), ...placesOf(work, 'output')]
    const staged = isOn(work.object, 'stage') ? places.filter(p => p.uri !== undefined) : []
    const fileOutput = staged.find(p => p.way === 'output' && !p.folder)
    if (fileOutput)
      return failed(`${fileOutput.node.id} is a staged output and needs a directoryPath instead of a filePath.`, {
        errorId: 'InvalidDefinition',
      })

    tellVariables(work, hands)
    const env: Record<string, string> = {}
    for (const { name, node } of places) {
      const path = pathOf(node) ?? textOf(node, 'table') ?? textOf(node, 'tableName')
      if (path) env[name] = path
    }
    for (const place of staged) {
      const folder = await hands.folder(`staging/${place.name.toLowerCase()}`)
      env[`${place.name}_STAGING_DIR`] = folder
      if (place.way === 'output') continue
      const count = await hands.download(place.uri ?? '', folder, signal)
      if (count === 0)
        hands.log('WARN', `${place.node.id}: there is nothing at ${place.uri}; ${place.name}_STAGING_DIR is empty.`)
    }

    for (const config of objectsAt(work, work.object, 'preActivityTaskConfig')) {
      const before = await runScript(config, work, hands, env, signal)
      if (before.exitCode !== 0) return told(before, hands, work, signal)
    }
    const result = await runScript(work.object, work, hands, env, signal)
    if (result.exitCode !== 0) return told(result, hands, work, signal)
    for (const place of staged)
      if (place.way === 'output') {
        tellEncryption(place.node, hands)
        await hands.upload(env[`${place.name}_STAGING_DIR`] ?? '', place.uri ?? '', signal)
      }
    for (const config of objectsAt(work, work.object, 'postActivityTaskConfig')) {
      const after = await runScript(config, work, hands, env, signal)
      if (after.exitCode !== 0) return told(after, hands, work, signal)
    }
    return finished
  }),
}

/** A command that decides: exit code 0 is true, any other not true yet. */
export const shellPrecondition: Executor = {
  name: 'shell command check',
  types: ['ShellCommandPrecondition'],
  run: guarded(async (work, hands, signal) => {
    tellVariables(work, hands)
    const result = await runScript(work.object, work, hands, {}, signal)
    if (result.exitCode === 0) return finished
    const outcome = await told(result, hands, work, signal)
    return outcome.status === 'FAILED' ? { status: 'FALSE', errorMessage: outcome.errorMessage } : outcome
  }),
}

/** The service knows variables of the scripts of Hive and Pig alone. Source: developer guide, ShellCommandActivity. */
function tellVariables({ object }: Work, hands: Hands) {
  if (textsOf(object, 'scriptVariable').length > 0)
    hands.log(
      'WARN',
      `${object.id}: scriptVariable is set for the command here, but AWS has no such field of a ${object.type}.`,
    )
}

interface StagePlace {
  readonly name: string
  readonly way: 'input' | 'output'
  readonly node: EvaluatedObject
  /** Set for nodes in S3. */
  readonly uri?: string
  readonly folder: boolean
}

/** INPUT1, INPUT2 … and OUTPUT1 …, by the order of the fields. */
const placesOf = (work: Work, way: 'input' | 'output'): readonly StagePlace[] =>
  objectsAt(work, work.object, way).map((node, index) => {
    const place = placeOf(node)
    const name = `${way.toUpperCase()}${index + 1}`
    return place.kind === 's3'
      ? { name, way, node, uri: place.uri, folder: place.folder }
      : { name, way, node, folder: false }
  })

/**
 * Runs what an object's `command` or `scriptUri` holds, its `scriptArgument`s as $1, $2 …, its `scriptVariable`s set. A
 * file of S3 is run as it is, so that its first line may name Python or `bash -e`. Source: developer guide,
 * ShellCommandActivity, scriptUri: a file to download and run as a shell command.
 */
async function runScript(
  object: EvaluatedObject,
  work: Work,
  hands: Hands,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CommandResult> {
  const command = textOf(object, 'command')
  const uri = textOf(object, 'scriptUri')
  if (command === undefined && uri === undefined) throw new Error(`${object.id} has neither a command nor a scriptUri.`)
  const script = command ?? (await scriptAt(uri ?? '', `scriptUri of ${object.id}`, hands))
  const variables = textsOf(work.object, 'scriptVariable').map(variable => {
    const at = variable.indexOf('=')
    if (at < 1) throw new Error(`scriptVariable "${variable}" is not of the form NAME=VALUE.`)
    return [variable.slice(0, at).trim(), variable.slice(at + 1)] as const
  })
  return hands.command(
    { script, args: textsOf(object, 'scriptArgument'), env: { ...env, ...Object.fromEntries(variables) } },
    signal,
  )
}

async function scriptAt(uri: string, field: string, hands: Hands): Promise<Uint8Array> {
  const file = await readStored(hands.storage, uri, field)
  if (/^#!.*\r(\n|$)/.test(new TextDecoder().decode(file.subarray(0, 1_000))))
    throw new Error(`${uri} has line ends of Windows, so its first line names no program. Save it with those of Unix.`)
  return file
}

/** The outcome of a command that did not end well: the tail of its stderr, as the service gives it. */
async function told(result: CommandResult, hands: Hands, work: Work, signal: AbortSignal): Promise<Outcome> {
  const said = (await hands.stderrTail(tailBytes)).trimEnd().split('\n').slice(-tailLines).join('\n').trim()
  const words = exitInWords(result)
  if (!signal.aborted) hands.log('ERROR', `${work.object.id} failed. ${words}`)
  return failed(said || `${words} It wrote nothing to StdError.`, {
    errorId: `ActivityFailed:ExitCode${result.exitCode}`,
    errorStackTrace: words,
  })
}

const tailBytes = 8_192
const tailLines = 40
