import type { CommandResult } from '../ports.ts'

/**
 * How a command ended, in words, with what that exit code usually means.
 * Source: GNU bash manual, exit status; AWS CLI user guide, return codes.
 */
export function exitInWords({ exitCode, signal }: CommandResult): string {
  const name = signal ?? Object.entries(numbers).find(([, number]) => exitCode === 128 + number)?.[0]
  if (name)
    return `The command was ended by ${name}${signals[name] ? ` (${signals[name]})` : ''}, exit code ${exitCode}.`
  return `The command ended with exit code ${exitCode}${meanings[exitCode] ? ` (${meanings[exitCode]})` : ''}.`
}

const meanings: Readonly<Record<number, string>> = {
  2: 'for bash that is wrong use of a command',
  124: 'as `timeout` ends with when the time it was given is over',
  126: 'a file was found but may not be run; check its mode and its first line',
  127: 'a command was not found, or the program that the first line of a script names; check the name and that it is installed',
  252: 'for the AWS CLI that is a command it does not understand',
  253: 'for the AWS CLI that is a missing setting, such as credentials or a region',
  254: 'for the AWS CLI that is an error which the service answered with',
  255: 'for ssh that is a connection that failed, for the AWS CLI any error of its own',
}

const signals: Readonly<Record<string, string>> = {
  SIGKILL: 'as the system does when memory runs out',
  SIGTERM: 'it was asked to stop',
  SIGSEGV: 'it touched memory that is not its own',
  SIGABRT: 'it gave up on an error of its own, as programs do that run out of memory or fail an assertion',
  SIGFPE: 'it divided by zero or the like',
  SIGBUS: 'it read a file or memory that is no longer there',
  SIGHUP: 'its terminal or session was gone',
  SIGXCPU: 'it used more of the processor than its limit allows',
  SIGXFSZ: 'it wrote a file larger than its limit allows',
  SIGINT: 'it was interrupted',
  SIGPIPE: 'the reader of its output was gone',
}

const numbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
  SIGXCPU: 24,
  SIGXFSZ: 25,
}
