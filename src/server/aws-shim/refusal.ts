/** Why the small `aws` does not do something, and the exit code that the AWS CLI would give. */
export class Refusal extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'Refusal'
    this.exitCode = exitCode
  }
}

/** Exit codes of the AWS CLI. Source: AWS CLI user guide, return codes. */
export const exitCodes = { failed: 1, usage: 252, configuration: 253, service: 254, general: 255 } as const

export const lacks = (what: string) =>
  new Refusal(
    `The small aws of Pipewright does not know ${what}. It does s3 cp, ls, sync, rm, mb, rb and mv, and sns publish. ` +
      'Install the AWS CLI for everything else: commands then use that one, with the same local endpoints.',
    exitCodes.usage,
  )
