import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Point } from '../../core/graph/layout.ts'
import type { Graph } from '../../core/graph/project.ts'
import { afterFrames } from '../state/frames.ts'
import { firstView } from './first-view.ts'
import { createGround } from './ground.ts'
import { largeFrom } from './large.ts'
import { paintLegible } from './legible.ts'
import { type Picture, paint } from './paint.ts'
import { readInks } from './paint-layer.tsx'

/** How far a graph is that has just been opened: painted, put into the page behind that picture, ready for hands. */
export type Stage = 'picture' | 'mounting' | 'ready'

/** Frames that the picture has to come to the screen, before the page is kept busy. */
const pictureFrames = 2
/** Frames that it takes until cards stand in the page as they were painted. */
const mountingFrames = 2

/** A large graph is painted before anything of it is put into the page. */
export function useStage(size: number): Stage {
  const [stage, setStage] = useState<Stage>(() => (size > largeFrom ? 'picture' : 'ready'))
  useEffect(() => {
    if (stage === 'picture') return afterFrames(pictureFrames, () => setStage('mounting'))
    if (stage === 'mounting') return afterFrames(mountingFrames, () => setStage('ready'))
  }, [stage])
  return stage
}

/** Lines may leave the straight way between their cards by so much, in pixels of the graph. */
const detour = 400

/** What of a graph is to be drawn: at first only what can be seen then. */
export const useDrawn = (
  stage: Stage,
  graph: Graph,
  places: ReadonlyMap<string, Point>,
  selected: string | undefined,
): Graph =>
  useMemo(() => (stage === 'picture' ? beginningOf(graph, places, selected) : graph), [stage, graph, places, selected])

/** What may be seen at first, in a canvas as large as the window. */
function beginningOf({ cards, edges }: Graph, places: ReadonlyMap<string, Point>, selected: string | undefined): Graph {
  const room = { width: window.innerWidth, height: window.innerHeight }
  const { x, y, zoom } = firstView(places, room, selected)
  const near = (ends: readonly (Point | undefined)[]) => {
    const there = ends.filter(end => end !== undefined)
    const [across, down] = [there.map(end => end.x * zoom + x), there.map(end => end.y * zoom + y)]
    return (
      Math.max(...across) > -detour &&
      Math.min(...across) < room.width + detour &&
      Math.max(...down) > -detour &&
      Math.min(...down) < room.height + detour
    )
  }
  return {
    cards: cards.filter(({ id }) => near([places.get(id)])),
    edges: edges.filter(({ source, target }) => near([places.get(source), places.get(target)])),
  }
}

interface FirstPictureProps {
  readonly picture: Picture
  readonly places: ReadonlyMap<string, Point>
  readonly selected: string | undefined
}

/** What one sees of a large graph at first, painted as the page will show it. */
export function FirstPicture({ picture, places, selected }: FirstPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is painted once, and soon gone.
  useLayoutEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d', { alpha: false })
    const room = element?.parentElement?.getBoundingClientRect()
    if (!element || !ctx || !room) return
    const ratio = window.devicePixelRatio || 1
    ;[element.width, element.height] = [Math.round(room.width * ratio), Math.round(room.height * ratio)]
    const view = { ...firstView(places, room, selected), width: room.width, height: room.height }
    const inks = readInks()
    createGround()(ctx, view, inks)
    paint(ctx, ratio, view, picture, inks)
    paintLegible(ctx, view, picture, inks)
  }, [])
  return <canvas ref={canvas} className="pw-first-picture" />
}
