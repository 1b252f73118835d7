import { useEffect, useRef, useState } from 'react'
import { printDateTime } from '../../core/expression/value.ts'
import type { Layer } from '../../core/graph/layers.ts'
import { momentNamed } from '../../core/runs/moment.ts'
import { useAddress } from '../state/address.ts'
import { createEchoes } from '../state/echoes.ts'
import type { Session } from '../state/session.ts'
import { firstHidden, type Pane, type View } from '../state/view.ts'
import { readList, readSights, sightKeys, writeList, writeSights } from './sights-address.ts'

/** Keeps what is selected, shown and hidden in the address, and takes it from there when the page is opened. */
export function useDesignerAddress({ view }: Session): void {
  const [address, change] = useAddress()
  const { select, lines, source, schedule, problems, fold, sections, run, focus, group, collapse, notes } = address
  const latest = useRef(change)
  latest.current = change
  const now = { select, lines, source, schedule, problems, fold, sections, run, focus, group, collapse, notes }
  const [echoes] = useState(() => {
    // Before anything is drawn, so that nothing is drawn twice.
    if (Object.values(now).some(value => value !== undefined)) view.setState(viewOf(now))
    return createEchoes(keys, now)
  })

  useEffect(() => {
    const now = { select, lines, source, schedule, problems, fold, sections, run, focus, group, collapse, notes }
    if (!echoes.came(now)) view.setState(viewOf(now))
  }, [view, echoes, select, lines, source, schedule, problems, fold, sections, run, focus, group, collapse, notes])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const write = () => {
      const next = addressOf(view.getState())
      if (echoes.wrote(next)) latest.current(next)
    }
    const stop = view.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(write, 150)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [view, echoes])
}

const keys = ['select', 'lines', 'source', 'schedule', 'problems', 'fold', 'sections', 'run', ...sightKeys] as const

type DesignerAddress = Readonly<Record<(typeof keys)[number], string | undefined>>

function addressOf(view: View): DesignerAddress {
  const { selected, hidden, source, schedule, problems, folded, sections, moment } = view
  const same = hidden.size === firstHidden.size && [...hidden].every(layer => firstHidden.has(layer))
  return {
    select: writeList(selected.slice(0, 50)),
    lines: same ? undefined : [...hidden].join('~') || 'all',
    source: source ? 'open' : undefined,
    schedule: schedule ? 'open' : undefined,
    problems: problems ? 'open' : undefined,
    fold: folded.size === 0 ? undefined : [...folded].join('~'),
    sections: sections && ([...sections].join('~') || 'none'),
    ...writeSights(view),
    run: moment === 'next' ? undefined : typeof moment === 'number' ? printDateTime(moment) : moment,
  }
}

const layers: ReadonlySet<string> = new Set<Layer>([
  'flow',
  'machines',
  'checks',
  'schedules',
  'actions',
  'parts',
  'inheritance',
  'inherited',
])

function viewOf(address: DesignerAddress): Partial<View> {
  const { select, lines, source, schedule, problems, fold, sections, run } = address
  const hidden = lines?.split('~').filter((word): word is Layer => layers.has(word))
  return {
    selected: readList(select),
    hidden: hidden ? new Set(hidden) : firstHidden,
    source: source === 'open',
    schedule: schedule === 'open' && source !== 'open',
    problems: problems === 'open',
    sections: sections === undefined ? undefined : new Set(sections.split('~')),
    ...readSights(address),
    moment: momentNamed(run) ?? 'next',
    folded: new Set(fold?.split('~').filter((word): word is Pane => word === 'types' || word === 'settings')),
  }
}
