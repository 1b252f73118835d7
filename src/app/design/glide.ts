import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { eachFrame } from './each-frame.ts'
import { type LiveView, useLiveView } from './live-view.ts'

/** Farther than this, in pixels, a press was no click. */
const clickDistance = 1

/**
 * Pans the graph with the mouse. React Flow is told where a pan ended, and not of every step: to ask all that listens
 * to it, and what lies under the pointer, would cost more than all the rest of a frame.
 */
export function useGlide(frame: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow()
  const live = useLiveView()
  useEffect(() => {
    const canvas = frame.current
    return canvas ? glideOn(canvas, live, () => void flow.setViewport(live.read())) : undefined
  }, [frame, flow, live])
}

interface Held {
  readonly pointer: number
  readonly from: Place
  readonly at: Place
  /** It moves, and ends with no click. */
  readonly far: boolean
}

interface Place {
  readonly x: number
  readonly y: number
}

function glideOn(canvas: HTMLElement, live: LiveView, settle: () => void): () => void {
  let held: Held | undefined
  const page = createShift(canvas, live)
  const follow = eachFrame(page.place)

  const press = (event: PointerEvent) => {
    const { target: pane, pointerId: pointer } = event
    if (!isPlain(event) || !(pane instanceof Element) || !pane.classList.contains('react-flow__pane')) return
    // From here on the browser need not ask what lies under the pointer.
    pane.setPointerCapture(pointer)
    held = { pointer, from: placeOf(event), at: placeOf(event), far: false }
  }
  const move = (event: PointerEvent) => {
    if (held?.pointer !== event.pointerId) return
    event.stopPropagation()
    const { from, at } = held
    const to = placeOf(event)
    const far = held.far || Math.hypot(to.x - from.x, to.y - from.y) > clickDistance
    if (far && !held.far) begin()
    held = { ...held, at: to, far }
    live.shift(to.x - at.x, to.y - at.y)
    follow.ask()
  }
  const begin = () => {
    canvas.dataset.gliding = 'true'
    // On whole pixels: between them all that is shifted would be blended anew for every frame.
    const { x, y } = live.read()
    live.shift(Math.round(x) - x, Math.round(y) - y)
    page.begin()
  }
  const end = () => {
    if (!held) return
    const { far } = held
    held = undefined
    follow.drop()
    settle()
    if (!far) return
    page.end()
    delete canvas.dataset.gliding
    forgetClick()
  }
  /** What changes the view in another way begins where the pan is. */
  const pause = () => {
    if (!held) return
    settle()
    page.place()
  }
  /** React Flow shall not pan too, and nothing else needs to hear of a pointer that pans. */
  const keep = (event: Event) => {
    if (held) event.stopPropagation()
  }

  const listening = new AbortController()
  const first = { capture: true, signal: listening.signal }
  canvas.addEventListener('pointerdown', press, first)
  canvas.addEventListener('mousedown', keep, first)
  canvas.addEventListener('lostpointercapture', end, first)
  window.addEventListener('pointermove', move, first)
  window.addEventListener('mousemove', keep, first)
  window.addEventListener('wheel', pause, { ...first, passive: true })
  window.addEventListener('keydown', pause, first)
  return () => {
    end()
    listening.abort()
  }
}

const isPlain = ({ pointerType, button, shiftKey, ctrlKey, metaKey }: PointerEvent): boolean =>
  pointerType === 'mouse' && button === 0 && !shiftKey && !ctrlKey && !metaKey

const placeOf = ({ clientX: x, clientY: y }: PointerEvent): Place => ({ x, y })

/** Where cards are painted, few are seen in the page. */
const seen = '.react-flow__node:is(.selected, :hover, :focus-within), .pw-container'

/**
 * Shifts what is in the page: by an animation that stands still. The browser takes its place over as it is, where for
 * any other change of place it would ask anew which of all things in the page lie over which.
 */
function createShift(canvas: HTMLElement, live: LiveView) {
  let shift: Animation | undefined
  const place = () => {
    const { effect } = shift ?? {}
    const { x, y } = live.shifted()
    if (effect instanceof KeyframeEffect) effect.setKeyframes({ translate: [`${x}px ${y}px`, `${x}px ${y}px`] })
  }
  return {
    begin() {
      const viewport = canvas.querySelector('.react-flow__viewport')
      if (!viewport || (canvas.dataset.painted === 'true' && !viewport.querySelector(seen))) return
      shift = viewport.animate({ translate: ['0px 0px', '0px 0px'] }, { duration: 1, fill: 'both' })
      shift.pause()
    },
    place,
    end() {
      shift?.cancel()
      shift = undefined
    },
  }
}

/** A pan ends with a click, which would take the selection away. */
function forgetClick(): void {
  const listening = new AbortController()
  const forget = (event: Event) => event.stopPropagation()
  window.addEventListener('click', forget, { capture: true, signal: listening.signal })
  setTimeout(() => listening.abort())
}
