import { exitCodes, Refusal } from './refusal.ts'
import { send, type Target } from './sign.ts'

export interface Message {
  readonly topicArn: string
  readonly message: string
  readonly subject?: string | undefined
}

/** Publishes a message to a topic by the query protocol; gives its id. Fails with a Refusal that says what was answered. */
export async function publish(target: Target, { topicArn, message, subject }: Message): Promise<string> {
  const form = new URLSearchParams({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topicArn,
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
  return found('MessageId') ?? ''
}
