import { useEffect, useRef, useState } from 'react'
import type { Told } from './told.ts'

/** What a text is; undefined without one. `busy` while the newest text is still being read. */
export function useTold(text: string): { readonly told: Told | undefined; readonly busy: boolean } {
  const worker = useRef<Worker>(undefined)
  const turn = useRef(0)
  const [answer, setAnswer] = useState<{ readonly text: string; readonly told: Told }>()
  useEffect(() => () => worker.current?.terminate(), [])
  useEffect(() => {
    turn.current += 1
    const mine = turn.current
    if (text.trim() === '') return
    worker.current ??= new Worker(new URL('./told-worker.ts', import.meta.url), { type: 'module' })
    worker.current.onmessage = ({ data }: MessageEvent<{ readonly turn: number; readonly told: Told }>) => {
      if (data.turn === mine) setAnswer({ text, told: data.told })
    }
    worker.current.postMessage({ turn: mine, text })
  }, [text])
  const empty = text.trim() === ''
  return { told: empty ? undefined : answer?.told, busy: !empty && answer?.text !== text }
}
