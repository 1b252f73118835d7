import { useStore, ViewportPortal } from '@xyflow/react'
import type { Frame } from '../../core/graph/arrange.ts'
import { otherKey } from '../../core/graph/groups.ts'
import { useSession, useView } from '../state/session.ts'
import { select } from '../state/view.ts'
import { FamilyIcon, familyInk } from '../ui/family.tsx'
import { frameCounts, frameTitle } from './frame-words.ts'
import { toggleCollapsed } from './sights.ts'

/** Names grow as one goes away, as far as the gaps between frames allow. */
const largest = 56

/** The frames around the cards of one resource or one schedule, beneath cards and lines. */
export function Frames({ frames }: { readonly frames: readonly Frame[] }) {
  const session = useSession()
  const grouping = useView(now => now.grouping)
  const size = useStore(now => Math.min(largest, Math.max(14, Math.round(12 / now.transform[2] / 2) * 2)))
  return (
    <ViewportPortal>
      {frames.map(({ group, x, y, width, height }) => (
        <section
          key={group.key}
          className="pw-container"
          data-other={group.key === otherKey}
          aria-label={`${group.name}: ${frameCounts(group, grouping)}`}
          style={{ '--ink': familyInk(group.family), transform: `translate(${x}px, ${y}px)`, width, height }}
        >
          <header style={{ fontSize: size }}>
            {group.family && <FamilyIcon family={group.family} size={size * 1.3} />}
            <button
              type="button"
              className="pw-container-name"
              title={frameTitle(group, grouping)}
              onClick={() => select(session.view, group.members)}
            >
              {group.name}
            </button>
            <span className="pw-container-count">{frameCounts(group, grouping)}</span>
            <button
              type="button"
              className="pw-container-fold"
              aria-label={`Collapse ${group.name}`}
              title="Collapse to one card"
              onClick={() => toggleCollapsed(session, group.key)}
            >
              −
            </button>
          </header>
        </section>
      ))}
    </ViewportPortal>
  )
}
