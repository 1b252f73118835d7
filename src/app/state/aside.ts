import { type LayoutAnswer, type LayoutTask, largestPart, layOut } from '../../core/graph/layout-task.ts'
import { nameOfTask, sameAnswer, sameTask } from '../../core/graph/placing.ts'

/**
 * Layouts that take long, worked out in a worker. Answers are kept by what they follow from, so that an outdated one
 * is never shown, and an undo finds the picture of before.
 */

/**
 * From so many cards on a layout is done aside. Fewer take some milliseconds at most, however dense their lines, and a
 * frame that shows them one step later would be felt more than that.
 */
export const asideFrom = 150

/**
 * Whether a layout takes so little time that a page on which nothing stands yet is better off doing it itself: one part
 * of so many cards takes a few milliseconds, and those of one shape are laid out once.
 */
export const isEasy = (task: LayoutTask): boolean => task.closed.length === 0 && largestPart(task) <= asideFrom

/** Whoever does layouts one after the other, such as a worker. */
export interface Hand {
  /** Begins a task; the one before has been answered. */
  readonly begin: (task: LayoutTask) => void
  /** Called once, before anything else: whom answers go to, and who hears that there will be none any more. */
  readonly tell: (answered: (answer: LayoutAnswer) => void, gone: () => void) => void
}

export interface Layouts {
  /** The answer to a task, if there is one or if it takes no time; else it is worked out, and `subscribe` tells. */
  readonly answerTo: (task: LayoutTask) => LayoutAnswer | undefined
  /** The answer to a task, worked out here and now where there is none. */
  readonly answerNow: (task: LayoutTask) => LayoutAnswer
  /**
   * Takes an answer that was not worked out aside for true, until it has been: soon, so that one of an earlier day is
   * put right, and whoever works aside knows the parts of what is being edited.
   */
  readonly believe: (task: LayoutTask, answer: LayoutAnswer) => void
  readonly subscribe: (heard: () => void) => () => void
  /** Rises with every answer that came from aside. */
  readonly count: () => number
}

interface Known {
  readonly task: LayoutTask
  readonly name: string
  readonly answer: LayoutAnswer
}

/** So many answers are kept, the newest: those of 3,000 cards take a megabyte together. */
const mostKnown = 12
/** A page that has just been opened has better things to do, in milliseconds. */
const checkedAfter = 1500

export function createLayouts(hire: () => Hand | undefined): Layouts {
  let known: readonly Known[] = []
  let hand: Hand | undefined
  let state: 'none' | 'ready' | 'gone' = 'none'
  let [doing, next]: (LayoutTask | undefined)[] = []
  let count = 0
  const listeners = new Set<() => void>()
  const tellAll = () => {
    count += 1
    for (const heard of listeners) heard()
  }
  const find = (task: LayoutTask): Known | undefined => {
    const name = nameOfTask(task)
    return known.find(one => one.name === name && sameTask(one.task, task))
  }
  const keep = (task: LayoutTask, answer: LayoutAnswer): LayoutAnswer => {
    const one = { task, name: nameOfTask(task), answer }
    known = [one, ...known.filter(other => other.name !== one.name)].slice(0, mostKnown)
    return answer
  }
  const gone = () => {
    state = 'gone'
    ;[doing, next] = [undefined, undefined]
    // Those who wait ask again, and are answered here.
    tellAll()
  }
  const answered = (answer: LayoutAnswer) => {
    const task = doing
    doing = undefined
    if (next) begin(next)
    if (!task) return
    const before = find(task)
    keep(task, answer)
    if (!before || !sameAnswer(before.answer, answer)) tellAll()
  }
  const begin = (task: LayoutTask) => {
    ;[doing, next] = [task, undefined]
    hand?.begin(task)
  }
  /** Has a task done aside; of those that wait only the newest is. Whether there is somebody to do it. */
  const order = (task: LayoutTask): boolean => {
    if (state === 'none') {
      hand = hire()
      state = hand ? 'ready' : 'gone'
      hand?.tell(answered, gone)
    }
    if (state === 'gone') return false
    if (!doing) begin(task)
    else next = sameTask(doing, task) ? undefined : task
    return true
  }
  /** Works out again what was believed, once the page has come to rest. */
  const check = (task: LayoutTask) => {
    setTimeout(() => {
      if (doing) return check(task)
      if (order(task)) return
      doing = task
      answered(layOut(task))
    }, checkedAfter)
  }
  const answerNow = (task: LayoutTask) => find(task)?.answer ?? keep(task, layOut(task))
  return {
    answerTo(task) {
      const found = find(task)
      if (found) return found.answer
      if (task.cards.length >= asideFrom && order(task)) return undefined
      return answerNow(task)
    },
    answerNow,
    believe(task, answer) {
      keep(task, answer)
      check(task)
    },
    subscribe(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    count: () => count,
  }
}

/** A worker of this page; undefined where it can have none. */
function hireWorker(): Hand | undefined {
  if (typeof Worker === 'undefined') return undefined
  try {
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
    return {
      begin: task => worker.postMessage(task),
      tell(answered, gone) {
        worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => answered(data)
        worker.onerror = event => {
          event.preventDefault()
          worker.terminate()
          gone()
        }
        worker.onmessageerror = () => gone()
      },
    }
  } catch {
    return undefined
  }
}

/** The layouts of this page. */
export const layouts = createLayouts(hireWorker)
