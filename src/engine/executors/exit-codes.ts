import type { CommandResult } from '../ports.ts'

/** How a command ended, in words, with what that exit code usually means. */
export function exitInWords({ exitCode, signal }: CommandResult): string {
  const name = signal ?? Object.entries(numbers).find(([, number]) => exitCode === 128 + number)?.[0]
  if (name)
    return `The command was ended by ${name}${signals[name] ? ` (${signals[name]})` : ''}, exit code ${exitCode}.`
  return `The command ended with exit code ${exitCode}${meanings[exitCode] ? ` (${meanings[exitCode]})` : ''}.`
}

const meanings: Readonly<Record<number, string>> = {
  2: 'for bash that is wrong use of a command',
  126: 'a file was found but may not be run; check its mode and its first line',
  127: 'a command was not found; check its name and that it is installed',
}

const signals: Readonly<Record<string, string>> = {
  SIGKILL: 'as the system does when memory runs out',
  SIGTERM: 'it was asked to stop',
  SIGSEGV: 'it touched memory that is not its own',
  SIGINT: 'it was interrupted',
  SIGPIPE: 'the reader of its output was gone',
}

const numbers: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 }
