import type { Alarm } from '../engine/actions.ts'
import { publish } from './aws-shim/publish.ts'
import { targetOf } from './aws-shim/sign.ts'
import type { KeyPair } from './keys.ts'

/** How long an endpoint may take to answer, milliseconds. */
const patience = 10_000

export interface AlarmParts {
  /** Address of an SNS-compatible endpoint, where one is set. */
  readonly endpoint: () => string | undefined
  /** What requests are signed with where this server's environment has no AWS keys. */
  readonly keys: KeyPair
  readonly region: () => string
}

/** Sends alarms to an SNS-compatible endpoint where one is set; gives the address, or undefined where none is. */
export function createAlarms({ endpoint, keys, region }: AlarmParts) {
  return async ({ topicArn, subject, message }: Alarm): Promise<string | undefined> => {
    const address = endpoint()
    if (address === undefined) return undefined
    const { env } = process
    const own = env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY
    const target = targetOf(
      'sns',
      { endpoint: address, region: regionOf(topicArn) ?? region() },
      {
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        ...(own && env),
      },
    )
    // A subject of SNS has no line breaks and 100 characters at most.
    const line = subject.replace(/\s+/g, ' ').slice(0, 100)
    await within(patience, publish(target, { topicArn, message, subject: line }))
    return `${topicArn} at ${target.endpoint}`
  }
}

const regionOf = (topicArn: string): string | undefined => /^arn:[^:]+:sns:([^:]+):/.exec(topicArn)?.[1]

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`No answer came within ${ms / 1000} seconds.`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
