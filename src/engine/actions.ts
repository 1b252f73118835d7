import { slotOf } from '../core/catalog/index.ts'
import type { Executor, HandsFactory, Outstanding } from './ports.ts'
import type { Runtime } from './runtime.ts'
import { prepare } from './work.ts'

/** A message to whoever listens to a topic. */
export interface Alarm {
  readonly topicArn: string
  readonly subject: string
  readonly message: string
}

/** Sends an alarm; gives where it went, or undefined where nothing is set to send it to. Fails when it could not. */
export type SendAlarm = (alarm: Alarm) => Promise<string | undefined>

export interface ActionParts {
  readonly runtime: Runtime
  readonly hands: HandsFactory
  readonly executors: ReadonlyMap<string, Executor>
  readonly sendAlarm: SendAlarm
  readonly trouble: (what: string, error: unknown) => void
}

/** Does an action that an instance asked for, and notes that it is done. After a crash it may be done twice. */
export async function act(parts: ActionParts, asked: Outstanding): Promise<void> {
  const { runtime } = parts
  const { ledger } = runtime
  const { pipelineId, instanceId, action, cause } = asked
  const instance = ledger.instance(pipelineId, instanceId)
  if (instance) {
    const prepared = prepare(ledger, instance, action)
    const why = 'errorId' in prepared ? prepared.errorMessage : await perform(parts, prepared, asked)
    if (why !== undefined)
      ledger.notice({
        at: runtime.now(),
        pipelineId,
        instanceId,
        kind: 'engine',
        subject: `${action} could not be done`,
        message: `${instanceId} asked for ${action} (${cause}). ${why}`,
      })
    const type = 'work' in prepared ? prepared.work.object.type : undefined
    if (type !== undefined && ends(type))
      runtime.tell(pipelineId, instanceId, { type: 'cancel', reason: `${action} ended it.` })
  }
  ledger.done(asked.id)
  await runtime.saved()
}

/** Where an alarm went, or why it did not. */
async function attempt(
  sendAlarm: SendAlarm,
  alarm: Alarm,
): Promise<{ readonly to?: string; readonly trouble?: string }> {
  try {
    const to = await sendAlarm(alarm)
    return to === undefined ? {} : { to }
  } catch (error) {
    return { trouble: `The alarm is in the notification centre, but was not sent: ${(error as Error).message}` }
  }
}

/** An action without a message to send is there to end what asked for it. Source: developer guide, Terminate. */
const ends = (type: string): boolean => slotOf(type, 'message') === undefined

/** Gives the reason when it did not work. */
async function perform(
  { runtime, hands, executors, sendAlarm, trouble }: ActionParts,
  { work, logUri }: Extract<ReturnType<typeof prepare>, { readonly work: unknown }>,
  { pipelineId, instanceId }: Outstanding,
): Promise<string | undefined> {
  const executor = executors.get(work.object.type)
  if (!executor) {
    const said = (key: string) => work.object.fields.find(field => field.key === key)?.stringValue
    const [kind, subject] = ends(work.object.type)
      ? (['terminate', `${instanceId} is ended`] as const)
      : (['alarm', said('subject') ?? instanceId] as const)
    const message = said('message') ?? subject
    const topicArn = kind === 'alarm' ? said('topicArn') : undefined
    const sent = topicArn === undefined ? {} : await attempt(sendAlarm, { topicArn, subject, message })
    runtime.ledger.notice({
      at: runtime.now(),
      pipelineId,
      instanceId,
      kind,
      subject,
      message,
      ...(sent.to !== undefined && { sentTo: sent.to }),
    })
    return sent.trouble
  }
  try {
    const open = await hands.open(work, logUri)
    const outcome = await executor.run(work, open, new AbortController().signal)
    await open.close(outcome)
    return outcome.status === 'FAILED' ? outcome.errorMessage : undefined
  } catch (error) {
    trouble(`The action ${work.object.id} broke on our side.`, error)
    return error instanceof Error ? error.message : String(error)
  }
}
