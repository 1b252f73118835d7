import type { LayoutAnswer, LayoutTask } from '../../core/graph/layout-task.ts'
import { nameOfTask } from '../../core/graph/placing.ts'

/**
 * Where the cards of large graphs stood last, kept in this browser, so that a pipeline that is opened again stands at
 * once. It is numbers alone, follows from the text, and is worked out again behind the picture.
 */

/** So many graphs are remembered; those shown longest ago are forgotten. */
const mostPictures = 16
/** A larger one is not: 12,000 cards or so. */
const mostCharacters = 120_000

const index = 'pipewright.pictures'
const keyOf = (of: string) => `pipewright.picture.${of}`

interface Kept {
  readonly name: string
  readonly places: readonly number[]
  readonly frames: readonly number[]
}

/** The answer to this task that was remembered as the picture `of` something; undefined where that was of another. */
export function rememberedAnswer(of: string, task: LayoutTask): LayoutAnswer | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(of)) ?? 'null')
    if (!isKept(kept) || kept.name !== nameOfTask(task)) return undefined
    if (kept.places.length !== task.cards.length * 2 || kept.frames.length !== task.closed.length * 6) return undefined
    return { places: Float64Array.from(kept.places), frames: Float64Array.from(kept.frames) }
  } catch {
    return undefined
  }
}

const isKept = (kept: unknown): kept is Kept =>
  typeof kept === 'object' &&
  kept !== null &&
  'name' in kept &&
  [Reflect.get(kept, 'places'), Reflect.get(kept, 'frames')].every(
    list => Array.isArray(list) && list.every(Number.isFinite),
  )

let timer: ReturnType<typeof setTimeout> | undefined

/** Remembers a picture that stays for a while; one that is soon followed by another is not worth it. */
export function rememberAnswer(of: string, task: LayoutTask, answer: LayoutAnswer): void {
  clearTimeout(timer)
  timer = setTimeout(() => write(of, task, answer), 1000)
}

function write(of: string, task: LayoutTask, { places, frames }: LayoutAnswer): void {
  const kept: Kept = { name: nameOfTask(task), places: [...places], frames: [...frames] }
  const text = JSON.stringify(kept)
  if (text.length > mostCharacters) return
  try {
    const all: unknown = JSON.parse(localStorage.getItem(index) ?? '[]')
    const others = Array.isArray(all) ? all.filter((one): one is string => typeof one === 'string' && one !== of) : []
    for (const old of others.splice(mostPictures - 1)) localStorage.removeItem(keyOf(old))
    localStorage.setItem(keyOf(of), text)
    localStorage.setItem(index, JSON.stringify([of, ...others]))
  } catch {
    // Without room, or where nothing may be kept, the picture is worked out every time.
  }
}
