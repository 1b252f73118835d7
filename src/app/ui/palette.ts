import { useEffect, useMemo, useState } from 'react'
import { type Look, looks } from '../../core/runs/life.ts'
import { useAppearance } from '../state/appearance.ts'

/** Colours of the theme as a canvas needs them: read from the page's own CSS variables. */
export interface Palette {
  readonly look: Readonly<Record<Look, string>>
  readonly panel: string
  readonly shade: string
  readonly hover: string
  readonly line: string
  readonly lineStrong: string
  readonly text: string
  readonly text2: string
  readonly text3: string
  readonly accent: string
  readonly wash: string
  readonly font: string
  readonly mono: string
}

/** The palette of the theme that is on; a new object when the theme changes or fonts arrive. */
export function usePalette(): Palette {
  const theme = useAppearance(now => now.theme)
  const [fonts, setFonts] = useState(0)
  useEffect(() => {
    const arrived = () => setFonts(n => n + 1)
    document.fonts.addEventListener('loadingdone', arrived)
    return () => document.fonts.removeEventListener('loadingdone', arrived)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the page's variables hold, and a canvas must be drawn anew once fonts are there.
  return useMemo(readPalette, [theme, fonts])
}

function readPalette(): Palette {
  const style = getComputedStyle(document.body)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    look: Object.fromEntries(looks.map(look => [look, read(`--pw-look-${look}`)])) as Record<Look, string>,
    panel: read('--pw-panel'),
    shade: read('--pw-shade'),
    hover: read('--pw-hover'),
    line: read('--pw-line'),
    lineStrong: read('--pw-line-strong'),
    text: read('--pw-text'),
    text2: read('--pw-text-2'),
    text3: read('--pw-text-3'),
    accent: read('--pw-accent'),
    wash: read('--pw-accent-wash'),
    font: read('--pw-font'),
    mono: read('--pw-mono'),
  }
}

/** Makes a canvas as sharp as the screen is and gives its context, scaled so that one unit is one CSS pixel. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const ratio = window.devicePixelRatio || 1
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))]
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  const ctx = canvas.getContext('2d')
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0)
  return ctx ?? undefined
}

const hatches = new WeakMap<Palette, Map<string, CanvasPattern>>()

/** Diagonal stripes of a colour on its own thin wash; remembered per theme. */
export function hatch(ctx: CanvasRenderingContext2D, palette: Palette, color: string): CanvasPattern | string {
  const known = hatches.get(palette) ?? new Map<string, CanvasPattern>()
  hatches.set(palette, known)
  const found = known.get(color)
  if (found) return found
  const tile = document.createElement('canvas')
  tile.width = 8
  tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return color
  pen.globalAlpha = 0.3
  pen.fillStyle = color
  pen.fillRect(0, 0, 8, 8)
  pen.globalAlpha = 1
  pen.strokeStyle = color
  pen.lineWidth = 2.4
  pen.beginPath()
  for (const x of [-8, 0, 8]) {
    pen.moveTo(x - 1, 9)
    pen.lineTo(x + 9, -1)
  }
  pen.stroke()
  const pattern = ctx.createPattern(tile, 'repeat')
  if (pattern) known.set(color, pattern)
  return pattern ?? color
}
