import type { Options } from './options.ts'
import { exitCodes, lacks, Refusal } from './refusal.ts'
import { send, targetOf } from './sign.ts'

/** `aws sns publish`: a message to a topic, by the query protocol. */
export async function runSns(options: Options): Promise<number> {
  const verb = options.words[1] ?? ''
  if (verb !== 'publish') throw lacks(`\`aws sns ${verb}\``)
  const topic = options.value('topic-arn') ?? options.value('target-arn')
  const message = options.value('message')
  if (!topic || message === undefined)
    throw new Refusal('aws sns publish wants --topic-arn and --message.', exitCodes.usage)
  const subject = options.value('subject')
  const target = targetOf('sns', { region: options.value('region'), endpoint: options.value('endpoint-url') })
  const form = new URLSearchParams({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topic,
    Message: message,
    ...(subject && { Subject: subject }),
  })
  const response = await send(target, {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form.toString(),
  })
  const text = await response.text()
  const found = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]
  if (!response.ok) {
    const code = found('Code') ?? String(response.status)
    const reason = found('Message') ?? (text.slice(0, 300) || response.statusText)
    throw new Refusal(`An error occurred (${code}) when calling the Publish operation: ${reason}`, exitCodes.service)
  }
  console.log(JSON.stringify({ MessageId: found('MessageId') ?? '' }, null, 4))
  return 0
}
