/** Does something in the next frame, once however often it is asked for. */
export interface EachFrame {
  readonly ask: () => void
  /** What was asked for is not done. */
  readonly drop: () => void
}

export function eachFrame(run: () => void): EachFrame {
  let frame: number | undefined
  return {
    ask() {
      frame ??= requestAnimationFrame(() => {
        frame = undefined
        run()
      })
    },
    drop() {
      if (frame !== undefined) cancelAnimationFrame(frame)
      frame = undefined
    },
  }
}
