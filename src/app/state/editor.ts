import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Command, replaceText } from '../../core/definition/commands.ts'
import { invertEdits, lasting } from '../../core/definition/edit.ts'
import type { Definition, TextEdit } from '../../core/definition/model.ts'
import { renamedObjects } from '../../core/definition/renamed.ts'
import { reread } from '../../core/definition/reread.ts'
import { type Document, read } from '../../core/definition/text.ts'
import { renamePins } from '../../core/graph/pins.ts'
import { type Plan, planInSteps } from './plan.ts'
import { inSlices, lastOf } from './slices.ts'
import { type Pins, remember, type Step } from './steps.ts'

/** The newest change of the text, for a view that keeps a copy of its own. */
export interface TextChange {
  readonly edits: readonly TextEdit[]
  /** Who made it: a view leaves its own changes alone. */
  readonly by: 'source' | 'others'
}

export interface RunOptions {
  /** Pins after the step; without them they stay. */
  readonly pins?: Pins
  /** See `Step.merge`. */
  readonly merge?: string
  readonly by?: TextChange['by']
}

export interface Editor {
  readonly document: Document
  readonly pins: Pins
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  /** How many of the oldest steps the history no longer holds, since it would exceed `mostRemembered`. */
  readonly forgotten: number
  readonly change: TextChange
  /** The last definition whose text was whole. Equal to the document's while that is. */
  readonly whole: Definition
  /** How many characters of a large change are being read just now, which the document does not say yet; mostly 0. */
  readonly reading: number
  /** Does what a command plans, and remembers it. A command without edits does nothing, unless pins move. */
  run(command: Command, options?: RunOptions): void
  /**
   * The same for a command whose text takes long to read, which is done in slices while what was there before stays.
   * Whatever else is done meanwhile comes after it.
   */
  runInSlices(command: Command, options?: RunOptions): Promise<void>
  /** Moves cards; the text stays as it is. */
  pin(label: string, pins: Pins, merge?: string): void
  /** Takes the newest step back: at once, or in slices where that brings back more than `largeStep`. */
  undo(): void
  /** Does the step again that was taken back last, in the same way. */
  redo(): void
}

export type EditorStore = StoreApi<Editor>

/** One document, one history. The canvas, the forms and the text pane all speak to it in commands. */
export function createEditor(text: string, pins: Pins = {}, now: () => number = Date.now): EditorStore {
  const first = read(text)
  return createStore<Editor>()((set, get) => {
    const show = (edits: readonly TextEdit[], by: TextChange['by'], next: Document): Partial<Editor> => {
      const { document, whole } = get()
      return next === document
        ? {}
        : { document: next, change: { edits, by }, whole: wholeAfter(whole, document, next, by) }
    }
    const after = (edits: readonly TextEdit[]): Document => {
      const { document } = get()
      return edits.length === 0 ? document : reread(document, edits)
    }
    const write = (plan: Plan, { pins: moved, merge, by = 'others' }: RunOptions) => {
      const { document, pins } = get()
      const { label, edits, next } = plan
      const places = moved ?? followRename(document.definition, next.definition, pins)
      if (edits.length === 0 && places === pins) return
      const inverse = lasting(invertEdits(document.text, edits))
      const step = { label, edits, inverse, pins: { before: pins, after: places }, at: now() }
      record(merge === undefined ? step : { ...step, merge }, by, next)
    }
    let underWay: { readonly steps: Generator<undefined, Plan>; readonly arrive: (plan: Plan) => void } | undefined
    /** Brings what is read in slices to its end, since something else is to come after it. */
    const finish = () => underWay?.arrive(lastOf(underWay.steps))
    /** Reads what comes of edits in slices, and hands it on. */
    const readAside = (label: string, edits: readonly TextEdit[], arrive: (plan: Plan) => void): Promise<void> => {
      set({ reading: charactersOf(edits) })
      return new Promise(done => {
        const begun = {
          steps: planInSteps(get().document, label, edits),
          arrive: (plan: Plan) => {
            underWay = undefined
            set({ reading: 0 })
            arrive(plan)
            done()
          },
        }
        underWay = begun
        inSlices(begun.steps, begun.arrive, () => underWay === begun)
      })
    }
    /** Takes a step back or forth: at once, unless that brings back so much text that it takes long to read. */
    const travel = (label: string, edits: readonly TextEdit[], arrive: (next: Document) => void) => {
      if (charactersOf(edits) > largeStep) void readAside(label, edits, ({ next }) => arrive(next))
      else arrive(after(edits))
    }
    const record = (step: Step, by: TextChange['by'], next: Document) => {
      const { document, past } = get()
      const { steps, dropped } = remember(past, step, { between: document.text, end: next.text })
      const forgotten = get().forgotten + dropped
      set({ ...show(step.edits, by, next), pins: step.pins.after, past: steps, future: [], forgotten })
    }
    return {
      document: first,
      pins,
      past: [],
      future: [],
      forgotten: 0,
      change: { edits: [], by: 'others' },
      whole: first.definition,

      reading: 0,

      run(command, options = {}) {
        finish()
        const edits = lasting(command.edits(get().document))
        write({ label: command.label, edits, next: after(edits) }, options)
      },

      runInSlices(command, options = {}) {
        finish()
        const edits = lasting(command.edits(get().document))
        return readAside(command.label, edits, plan => write(plan, options))
      },

      pin(label, places, merge) {
        finish()
        const { pins, document } = get()
        const step = { label, edits: [], inverse: [], pins: { before: pins, after: places }, at: now() }
        record(merge === undefined ? step : { ...step, merge }, 'others', document)
      },

      undo() {
        finish()
        const { past, future } = get()
        const step = past.at(-1)
        if (!step) return
        travel(`Undo: ${step.label}`, step.inverse, next => {
          const shown = show(step.inverse, 'others', next)
          set({ ...shown, pins: step.pins.before, past: past.slice(0, -1), future: [step, ...future] })
        })
      },

      redo() {
        finish()
        const { past, future } = get()
        const [step, ...rest] = future
        if (!step) return
        travel(`Redo: ${step.label}`, step.edits, next => {
          const shown = show(step.edits, 'others', next)
          set({ ...shown, pins: step.pins.after, past: [...past, step], future: rest })
        })
      },
    }
  })
}

/** Puts another version in place, as one step that can be undone. */
export const adopt = (editor: EditorStore, text: string, pins: Pins): void =>
  editor.getState().run({ ...replaceText(text), label: 'Take the version saved elsewhere' }, { pins })

/** A step back or forth of more characters is read in slices. Fewer, two thousand objects or so, are read in a moment. */
export const largeStep = 500_000

const charactersOf = (edits: readonly TextEdit[]): number => edits.reduce((sum, edit) => sum + edit.text.length, 0)

/** Whether the text has lost its form somewhere, so that objects may be missing from what could be read. */
export const isBroken = (document: Document): boolean =>
  document.problems.some(problem => problem.severity === 'error' && losing.has(problem.code))

const losing: ReadonlySet<string> = new Set([
  'text/not-json',
  'text/unclosed',
  'text/unclosed-string',
  'text/unexpected',
  'text/missing-colon',
  'text/missing-value',
  'text/quotes',
  'text/too-deep',
  'text/no-definition',
  'text/not-a-list',
])

/** While the text is broken, the last whole definition stays, less what was taken away on purpose elsewhere. */
function wholeAfter(whole: Definition, before: Document, after: Document, by: TextChange['by']): Definition {
  if (!isBroken(after)) return after.definition
  if (by === 'source') return whole
  const left = new Set(after.definition.objects.map(object => object.id))
  const taken = new Set(before.definition.objects.filter(object => !left.has(object.id)).map(object => object.id))
  return taken.size === 0 ? whole : { ...whole, objects: whole.objects.filter(object => !taken.has(object.id)) }
}

/** Cards keep their places when their objects get other ids. */
function followRename(from: Definition, to: Definition, pins: Pins): Pins {
  if (Object.keys(pins).length === 0) return pins
  return renamePins(pins, renamedObjects(from, to))
}
