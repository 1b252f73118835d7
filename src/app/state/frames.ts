/** Does something after so many frames; at once where the page is out of sight and has none. Gives the way to stop. */
export function afterFrames(count: number, run: () => void): () => void {
  let [frame, left] = [0, count]
  const next = () => {
    left -= 1
    if (left < 0) run()
    else frame = requestAnimationFrame(next)
  }
  const timer = document.visibilityState === 'visible' ? undefined : setTimeout(run)
  if (timer === undefined) next()
  return () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
  }
}
