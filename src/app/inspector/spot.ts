import { type FocusEvent, type RefObject, useEffect } from 'react'
import { useSession, useView } from '../state/session.ts'
import { point } from '../state/view.ts'

/**
 * Keeps a field of the form and the same value in the text together: the one that has the focus points at the other,
 * and the one pointed at is marked and comes into sight.
 */
export function useSpot(box: RefObject<HTMLElement | null>, owner: string, field: string) {
  const { view } = useSession()
  const spot = useView(now => now.spot)
  const here = spot?.place.object === owner && spot.place.field === field
  useEffect(() => {
    if (here && spot.from !== 'inspector') box.current?.scrollIntoView({ block: 'nearest' })
  }, [here, spot, box])
  return {
    'data-spot': here,
    onFocus({ target }: FocusEvent) {
      const value = target.closest<HTMLElement>('[data-value]')?.dataset.value
      const occurrence = Number(value ?? 0)
      point(view, { object: owner, field, occurrence }, 'inspector')
    },
  }
}
