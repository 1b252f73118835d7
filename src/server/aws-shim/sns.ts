import type { Options } from './options.ts'
import { publish } from './publish.ts'
import { exitCodes, lacks, Refusal } from './refusal.ts'
import { targetOf } from './sign.ts'

/** `aws sns publish`: a message to a topic. */
export async function runSns(options: Options): Promise<number> {
  const verb = options.words[1] ?? ''
  if (verb !== 'publish') throw lacks(`\`aws sns ${verb}\``)
  const topicArn = options.value('topic-arn') ?? options.value('target-arn')
  const message = options.value('message')
  if (!topicArn || message === undefined)
    throw new Refusal('aws sns publish wants --topic-arn and --message.', exitCodes.usage)
  const target = targetOf('sns', { region: options.value('region'), endpoint: options.value('endpoint-url') })
  const id = await publish(target, { topicArn, message, subject: options.value('subject') })
  console.log(JSON.stringify({ MessageId: id }, null, 4))
  return 0
}
