import { useEffect, useState } from 'react'
import { useSession } from '../state/session.ts'

const most = 3

/** Tells what happened to the graph to people who hear the page: each sentence once, also when it is said again. */
export function Said() {
  const { view } = useSession()
  const [told, setTold] = useState<readonly { readonly count: number; readonly words: string }[]>([])
  useEffect(
    () =>
      view.subscribe(({ said, saidCount }, before) => {
        if (saidCount !== before.saidCount) setTold(old => [...old.slice(1 - most), { count: saidCount, words: said }])
      }),
    [view],
  )
  return (
    <div className="pw-unseen" role="log" aria-live="polite" aria-label="What happened to the graph">
      {told.map(({ count, words }) => (
        <p key={count}>{words}</p>
      ))}
    </div>
  )
}
