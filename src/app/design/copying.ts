import { readInSteps } from '../../core/definition/reread.ts'
import { read } from '../../core/definition/text.ts'
import type { Point } from '../../core/graph/layout.ts'
import { withMoved } from '../../core/graph/pins.ts'
import type { Session } from '../state/session.ts'
import { largeChange, resultOf } from '../state/slices.ts'
import { say, select } from '../state/view.ts'
import { tell } from '../ui/toasts.tsx'
import { type Copied, copyObjects, pasteFrom } from './clipboard.ts'
import { snap } from './deeds.ts'
import { standsFree, uncover } from './sights.ts'

/** What was copied last in this tab: the system's clipboard takes plain text only where there is no key event. */
let last: Copied | undefined

/** Copies without a key event, as from a menu. */
export async function copyNow(session: Session, ids: readonly string[]): Promise<void> {
  last = copyObjects(session.editor.getState().document, ids)
  try {
    await navigator.clipboard.writeText(last.text)
  } catch {
    // The browser may refuse; pasting in this tab still works.
  }
  sayCopied(session, ids)
}

export function copyWithEvent(session: Session, ids: readonly string[], event: ClipboardEvent, mime: string): void {
  last = copyObjects(session.editor.getState().document, ids)
  event.clipboardData?.setData('text/plain', last.text)
  event.clipboardData?.setData(mime, last.closure)
  event.preventDefault()
  sayCopied(session, ids)
}

const sayCopied = ({ view }: Session, ids: readonly string[]) =>
  say(view, ids.length === 1 ? `${ids[0]} was copied.` : `${ids.length} objects were copied.`)

/** Pastes without a key event: what the clipboard holds if it may be read, else what was copied here. */
export async function pasteNow(session: Session, at: Point): Promise<void> {
  let text = last?.text ?? ''
  try {
    text = await navigator.clipboard.readText()
  } catch {
    // Not allowed to read the clipboard: what was copied here is the next best.
  }
  await paste(session, { text, closure: last?.text === text ? last.closure : '' }, at)
}

/** More pasted cards than this are laid out with the others: nobody would straighten such a row by hand. */
const mostByHand = 40

/** Pastes, at once unless the text is so long that it is read in slices. */
export async function paste(session: Session, copied: Copied, at: Point): Promise<void> {
  const { editor } = session
  const isLarge = copied.text.length > largeChange
  const text = isLarge ? await resultOf(readInSteps(copied.text)) : read(copied.text)
  const { document, pins, run, runInSlices } = editor.getState()
  const pasted = pasteFrom(document.definition, text.definition, read(copied.closure).definition)
  if (!pasted) {
    tell('The clipboard holds no objects of a pipeline.', 'info')
    return
  }
  const places = pasted.ids.map((id, n) => [id, { x: snap(at.x + n * 24), y: snap(at.y + n * 80) }] as const)
  const byHand = places.length <= mostByHand && standsFree(session)
  const options = byHand ? { pins: withMoved(pins, 'none', places) } : {}
  if (isLarge) await runInSlices(pasted.command, options)
  else run(pasted.command, options)
  select(session.view, pasted.ids)
  uncover(session, pasted.ids)
  const many = pasted.ids.length === 1 ? pasted.ids[0] : `${pasted.ids.length} objects`
  if (pasted.brought.length > 0) tell(`${many} pasted, with what it needs: ${pasted.brought.join(', ')}.`)
  say(session.view, `${many} pasted.`)
}
