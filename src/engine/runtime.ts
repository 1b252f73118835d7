import type { ChangeEvent, EngineTrouble } from '../api/workspace.ts'
import type { Effect, Happening } from './events.ts'
import { createHindrances, type Hindrances } from './hindrances.ts'
import { type Instance, isOver, newInstance, type Plan, takenInstance } from './instance.ts'
import { keyOf, type Ledger } from './ledger.ts'
import { needsIn } from './needs.ts'
import type { Clock, RunStore } from './ports.ts'
import type { Planned } from './scheduler.ts'
import { wakeAt } from './timers.ts'
import { transition } from './transition.ts'
import { createWakes } from './wakes.ts'

/** The loop: event → transition → save → effects → events. All that one turn decides is saved in one transaction. */
export interface Runtime {
  readonly ledger: Ledger
  now(): number
  /** Something happened to an instance. */
  tell(pipelineId: string, id: string, what: Happening): void
  /** New instances; `together` are made at once, so that one may need another. */
  make(together: readonly Planned[]): void
  /** Looks again at what a pipeline has to make, and whether it is over. */
  touch(pipelineId: string): void
  /** Wakes a pipeline at a time. */
  wakePipeline(pipelineId: string, at: number): void
  rerun(instance: Instance): void
  /** Takes up the instances and pipelines that an earlier process left. */
  resume(): void
  /** Lets the present turn end and be saved; resolves when it is on disk, fails when it could not be written. */
  saved(): Promise<void>
  /** Ends the present turn now. */
  flush(): void
  /** Resolves so many milliseconds of the clock later. */
  pause(ms: number): Promise<void>
  /** Something cannot be written at present; without an error, it can again. */
  hampered: Hindrances['about']
  /** Why nothing new is started at present. */
  trouble(): EngineTrouble | undefined
  /** Stops for good: nothing is decided or asked for any more. */
  halt(): void
}

/** An effect that reaches out of the loop, with the instance as it was saved. */
export type Asked = {
  readonly instance: Instance
  readonly effect: Exclude<Effect, { readonly do: 'tell' | 'rerun' | 'start' }>
}

export interface RuntimeParts {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly store: RunStore
  /** Runs the end of a turn later, together with all that happens until then. */
  readonly defer: (turn: () => void) => void
  /** An attempt waits for this machine; told within the turn, so that what starts at once is saved as started. */
  readonly queue: (instance: Instance) => void
  readonly perform: (asked: Asked) => void
  /** A turn is saved and its effects are asked for. */
  readonly rested: () => void
  /** What a pipeline has to do when no event is left. */
  readonly pass: (pipelineId: string) => void
  readonly changed: (event: ChangeEvent) => void
  readonly trouble: (what: string, error: unknown) => void
}

interface Letter {
  readonly pipelineId: string
  readonly id: string
  readonly what: Happening
}

/** How a rerun came about. */
interface Rerun {
  readonly alone?: boolean
  readonly cascaded?: boolean
  readonly serves?: readonly string[]
}

/** Wait before a turn that could not be written is written again. */
const rewriteAfter = 1_000

export function createRuntime(parts: RuntimeParts): Runtime {
  const { ledger, clock } = parts
  let mail: Letter[] = []
  let asked: Asked[] = []
  let waiters: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  const dirty = new Set<string>()
  const touched = new Set<string>()
  let planned = false
  let halted = false
  const hindrances = createHindrances(clock, (what, error) => {
    parts.trouble(what, error)
    parts.changed({ what: 'settings', at: clock.now() })
  })
  const needs = needsIn(ledger)
  const wakes = createWakes(clock, due => {
    for (const { pipelineId, id } of due)
      if (id === undefined) dirty.add(pipelineId)
      else mail.push({ pipelineId, id, what: { type: 'tick' } })
    plan()
  })

  const plan = () => {
    if (planned || halted) return
    planned = true
    parts.defer(turn)
  }

  const tell = (pipelineId: string, id: string, what: Happening) => {
    mail.push({ pipelineId, id, what })
    plan()
  }

  function turn() {
    planned = false
    if (halted) return
    for (;;) {
      for (let at = 0; at < mail.length; at += 1) {
        const letter = mail[at]
        if (letter) guarded(letter.id, () => deliver(letter))
      }
      mail = []
      const [pipelineId] = dirty
      if (pipelineId === undefined) break
      dirty.delete(pipelineId)
      guarded(pipelineId, () => parts.pass(pipelineId))
    }
    commit()
    wakes.arm()
  }

  /** What breaks over one instance or pipeline, such as one whose row was damaged, must not stop the others. */
  function guarded(id: string, work: () => void) {
    try {
      work()
    } catch (error) {
      parts.trouble(`What happened to ${id} could not be worked out; all else goes on.`, error)
    }
  }

  function deliver({ pipelineId, id, what }: Letter) {
    const now = ledger.instance(pipelineId, id)
    if (!now) {
      if (what.type === 'wanted') missing(pipelineId, id, what.by)
      return
    }
    const [next, effects] = transition(now, { ...what, at: clock.now() })
    if (next !== now) keep(next)
    for (const effect of effects) route(next, effect)
  }

  function keep(next: Instance) {
    const { pipelineId } = next.plan
    ledger.setInstance(next)
    touched.add(pipelineId)
    if (isOver(next)) dirty.add(pipelineId)
    awaken(next)
  }

  /** Sees to it that an instance hears when its time has come. */
  function awaken(next: Instance) {
    const { pipelineId, id } = next.plan
    const at = wakeAt(next)
    if (at === undefined) return
    if (at > clock.now()) wakes.at(keyOf(pipelineId, id), at, { pipelineId, id })
    else mail.push({ pipelineId, id, what: { type: 'tick' } })
  }

  function route(instance: Instance, effect: Effect) {
    const { pipelineId, id } = instance.plan
    if (effect.do === 'tell') {
      const to =
        effect.to === 'dependents' ? ledger.dependents(pipelineId, id, 'live').map(one => one.plan.id) : effect.to
      for (const one of to) mail.push({ pipelineId, id: one, what: effect.what })
    } else if (effect.do === 'rerun') rerunWith(instance, effect.who)
    else if (effect.do === 'start') parts.queue(instance)
    else {
      asked.push({ instance, effect })
      if (effect.do === 'act')
        for (const action of effect.actions)
          ledger.ask({
            id: `${pipelineId}|${id}|${effect.cause}|${action}`,
            pipelineId,
            instanceId: id,
            cause: effect.cause,
            action,
          })
    }
  }

  /** A resource that is not there yet may still come; one that never will is told to whoever wants it. */
  function missing(pipelineId: string, id: string, by: string) {
    if (needs.willHaveResource(pipelineId, id, by)) return
    mail.push({
      pipelineId,
      id: by,
      what: { type: 'resourceLost', id, again: false, why: `Its resource ${id} does not exist.` },
    })
  }

  function make(together: readonly Planned[]) {
    const coming = new Set(together.map(({ plan }) => plan.id))
    for (const { plan, needs: wished, serves } of together) {
      const { pipelineId } = plan
      const known = ledger.madeFor(plan)
      if (known && !isOver(known)) continue
      const kept = wished.filter(
        need =>
          coming.has(need.id) ||
          ledger.instance(pipelineId, need.id) !== undefined ||
          needs.willBeMade(pipelineId, need.componentId, need.start),
      )
      const whole = { ...plan, needs: kept.map(({ id, as }) => ({ id, as })) }
      // What ended before a machine was made again does not come to give it back.
      const awaited = serves.filter(id => coming.has(id) || needs.mayRun(pipelineId, id))
      const fresh = newInstance(whole, awaited, clock.now(), known?.attempts ?? 0)
      ledger.setInstance(plan.taken ? takenInstance(fresh, clock.now()) : { ...fresh, held: isPaused(plan) })
    }
    for (const { plan, serves } of together) {
      const now = ledger.instance(plan.pipelineId, plan.id)
      if (now?.phase !== 'made') continue
      mail.push({ pipelineId: plan.pipelineId, id: plan.id, what: { type: 'made', ...needs.standing(now, coming) } })
      // Someone may have become ready for a resource before it came into being.
      const wants = (id: string) => {
        const task = ledger.instance(plan.pipelineId, id)
        if (task?.phase === 'queued' && task.plan.resource === plan.id && !task.resourceUp)
          mail.push({ pipelineId: plan.pipelineId, id: plan.id, what: { type: 'wanted', by: id } })
        return task
      }
      for (const id of serves)
        for (const { id: check, as } of wants(id)?.plan.needs ?? []) if (as === 'when') wants(check)
    }
    plan()
  }

  const isPaused = ({ pipelineId, componentId }: Pick<Plan, 'pipelineId' | 'componentId'>): boolean =>
    ledger.pipeline(pipelineId)?.paused.includes(componentId) ?? false

  /** Who runs on a machine; conditions go with whom they are for. */
  const servedBy = ({ plan: { pipelineId, id } }: Instance): readonly Instance[] =>
    ledger
      .dependents(pipelineId, id, 'all')
      .filter(one => one.plan.resource === id && one.plan.family !== 'precondition')

  function rerun(instance: Instance, how: Rerun = {}) {
    const { pipelineId, id, family } = instance.plan
    const served = () => servedBy(instance).filter(isOver)
    const own = how.serves ?? (family === 'resource' && !how.alone ? served().map(one => one.plan.id) : [])
    tell(pipelineId, id, {
      type: 'rerun',
      ...needs.standing(instance),
      ...(isPaused(instance.plan) && { held: true }),
      ...(family === 'resource' && { serves: own }),
      ...(how.alone && { alone: true }),
      ...(how.cascaded && { cascaded: true }),
    })
  }

  function rerunWith(origin: Instance, who: readonly string[] | 'cascaded' | 'served') {
    const { pipelineId, id } = origin.plan
    const all = typeof who === 'string' ? ledger.dependents(pipelineId, id, 'all') : []
    if (who === 'cascaded') {
      for (const one of all)
        if (one.phase === 'cascadeFailed' && one.plan.policy.cascade) rerun(one, { cascaded: true })
    } else if (who === 'served') {
      for (const one of servedBy(origin).filter(isOver)) rerun(one)
    } else
      for (const target of who) {
        const one = ledger.instance(pipelineId, target)
        if (one && isOver(one) && one.phase !== 'finished') rerun(one, { alone: true, serves: [id] })
      }
  }

  function commit() {
    const changes = ledger.changes()
    try {
      if (changes) parts.store.save(changes)
    } catch (error) {
      hindrances.about('decisions', error)
      for (const waiter of waiters) waiter.reject(error)
      waiters = []
      clock.after(rewriteAfter, plan)
      return
    }
    if (changes) hindrances.about('decisions')
    ledger.settle()
    const at = clock.now()
    for (const pipelineId of changes?.pipelines.keys() ?? []) parts.changed({ pipelineId, what: 'pipelines', at })
    for (const pipelineId of touched) parts.changed({ pipelineId, what: 'runs', at })
    touched.clear()
    if (changes && changes.notices.length > 0) parts.changed({ what: 'notices', at })
    const [done, effects] = [waiters, asked]
    waiters = []
    asked = []
    for (const waiter of done) waiter.resolve()
    for (const one of effects) parts.perform(one)
    parts.rested()
  }

  return {
    ledger,
    now: () => clock.now(),
    tell,
    make,
    touch(pipelineId) {
      dirty.add(pipelineId)
      plan()
    },
    wakePipeline: (pipelineId, at) => wakes.at(`|${pipelineId}`, at, { pipelineId }),
    rerun: instance => rerun(instance),
    resume() {
      for (const { id } of ledger.pipelines()) {
        for (const instance of ledger.live(id)) awaken(instance)
        dirty.add(id)
      }
      plan()
    },
    saved() {
      if (halted) return Promise.resolve()
      plan()
      return new Promise((resolve, reject) => waiters.push({ resolve, reject }))
    },
    flush() {
      if (mail.length > 0 || dirty.size > 0 || ledger.changes()) turn()
    },
    pause: ms => new Promise(done => clock.after(ms, done)),
    hampered: hindrances.about,
    trouble: hindrances.first,
    halt() {
      halted = true
      wakes.stop()
    },
  }
}
