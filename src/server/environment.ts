import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Environment } from '../api/workspace.ts'

const execute = promisify(execFile)
const tools = ['spark-submit', 'hive', 'pig', 'hadoop'] as const

/** What of this machine decides what really runs. Asked once; a program installed later is seen after a restart. */
export async function readEnvironment(): Promise<Pick<Environment, 'python' | 'awsCli' | 'tools'>> {
  const [python, aws, ...found] = await Promise.all([
    firstLine('python3', '--version'),
    firstLine('aws', '--version'),
    ...tools.map(tool => pathOf(tool)),
  ])
  const path = await pathOf('python3')
  return {
    python: {
      found: python !== undefined,
      ...(python && { version: python.replace(/^Python /, '') }),
      ...(path && { path }),
    },
    awsCli: { found: aws !== undefined, ...(aws && { version: aws }) },
    tools: Object.fromEntries(tools.map((tool, index) => [tool, found[index] !== undefined])),
  }
}

async function firstLine(program: string, argument: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await execute(program, [argument], { timeout: 10_000 })
    return (stdout || stderr).split('\n')[0]?.trim()
  } catch {
    return undefined
  }
}

async function pathOf(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await execute('sh', ['-c', `command -v ${program}`], { timeout: 10_000 })
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}
