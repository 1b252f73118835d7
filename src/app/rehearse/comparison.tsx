import './rehearse.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Rehearsal, RehearsalResult, RehearsedObject } from '../../api/rehearsals.ts'
import type { StatusCounts } from '../../core/runs/summary.ts'
import { rehearsalQuery } from '../data/rehearsals.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { useZone, type Zone } from '../state/zone.ts'
import { Empty, Page, Trouble, Waiting } from '../ui/kit.tsx'
import { formatUsd } from '../ui/money.ts'
import { ObjectName } from '../ui/object-name.tsx'
import { formatDuration } from '../ui/time.ts'
import { CountsBar } from './counts-bar.tsx'
import { stretchWords, titleOf } from './words.ts'

export interface Side {
  readonly rehearsal: Rehearsal
  readonly result: RehearsalResult
}

/** Two rehearsals beside each other. The address names them. */
export function RehearsalComparison({ pipelineId }: { readonly pipelineId: string }) {
  const service = useService()
  const [address] = useAddress()
  const [a, b] = [
    useQuery(rehearsalQuery(service, pipelineId, address.a ?? '')),
    useQuery(rehearsalQuery(service, pipelineId, address.b ?? '')),
  ]
  const error = a.error ?? b.error
  if (error) return <Trouble what="The rehearsals cannot be compared" error={error} />
  if (!a.data || !b.data) return <Waiting what="Opening both rehearsals" />
  const sides = [a.data, b.data].flatMap(({ rehearsal, result }) => (result ? [{ rehearsal, result }] : []))
  const [left, right] = sides
  if (!left || !right) return <Empty title="Both must be done before they can be compared" />
  return <Compared pipelineId={pipelineId} left={left} right={right} />
}

interface ComparedProps {
  readonly pipelineId: string
  readonly left: Side
  readonly right: Side
}

/** Figure by figure, then object by object. */
export function Compared({ pipelineId, left, right }: ComparedProps) {
  const zone = useZone()
  return (
    <Page
      title="Two rehearsals compared"
      about="What differs is marked. Nothing of either really ran."
      actions={
        <Link className="pw-link" to="/pipelines/$pipelineId/rehearsals" params={{ pipelineId }}>
          All rehearsals
        </Link>
      }
    >
      <section className="pw-panel">
        <div className="pw-kept-scroll" data-scroll>
          <table className="pw-kept pw-compare">
            <thead>
              <tr>
                <th scope="col">
                  <span className="pw-unseen">Figure</span>
                </th>
                {[left, right].map(({ rehearsal }) => (
                  <th key={rehearsal.id} scope="col">
                    <Link
                      className="pw-link"
                      to="/pipelines/$pipelineId/rehearsals/$rehearsalId"
                      params={{ pipelineId, rehearsalId: rehearsal.id }}
                    >
                      {titleOf(rehearsal, zone)}
                    </Link>
                  </th>
                ))}
                <th scope="col">Change</th>
              </tr>
            </thead>
            <tbody>
              {rows(zone).map(({ name, of, change }) => (
                <tr key={name} data-differs={of(left) !== of(right)}>
                  <th scope="row">{name}</th>
                  <td className="pw-number">{of(left)}</td>
                  <td className="pw-number">{of(right)}</td>
                  <td className="pw-number pw-quiet">{of(left) === of(right) ? '=' : change?.(left, right)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <Objects left={left.result.objects} right={right.result.objects} />
    </Page>
  )
}

interface FigureRow {
  readonly name: string
  readonly of: (side: Side) => string
  readonly change?: (left: Side, right: Side) => string
}

const n = (value: number) => value.toLocaleString('en-US')

const counted = (name: string, of: (side: Side) => number, print: (value: number) => string = n): FigureRow => ({
  name,
  of: side => print(of(side)),
  change: (left, right) => changeWords(of(left), of(right), print),
})

const rows = (zone: Zone): readonly FigureRow[] => [
  { name: 'Stretch of time', of: ({ rehearsal }) => stretchWords(rehearsal, zone) },
  { name: 'Seed', of: ({ rehearsal }) => String(rehearsal.seed) },
  {
    name: 'Scenario',
    of: ({ rehearsal }) => {
      const rules = rehearsal.scenario.match(/"object"/g)?.length ?? 0
      return rules === 1 ? '1 rule' : `${rules} rules`
    },
    change: () => 'another',
  },
  counted('Runs', ({ rehearsal }) => rehearsal.figures?.runs ?? 0),
  counted('Runs that finished', ({ rehearsal }) => rehearsal.figures?.runCounts.FINISHED ?? 0),
  counted('Instances', ({ rehearsal }) => rehearsal.figures?.instances ?? 0),
  counted('Attempts', ({ rehearsal }) => rehearsal.figures?.attempts ?? 0),
  counted('Failed by themselves', ({ rehearsal }) => rehearsal.figures?.failures ?? 0),
  counted('Failed with another', ({ rehearsal }) => rehearsal.figures?.counts.CASCADE_FAILED ?? 0),
  counted('Alarms', ({ rehearsal }) => rehearsal.figures?.notices ?? 0),
  counted('Machines would cost', ({ rehearsal }) => rehearsal.figures?.usd ?? 0, formatUsd),
]

function changeWords(left: number, right: number, print: (value: number) => string): string {
  const sign = right > left ? '+' : '−'
  const apart = Math.abs(right - left)
  return `${sign}${print(apart)}${left === 0 ? '' : ` (${sign}${Math.round((100 * apart) / left)}%)`}`
}

interface ObjectsProps {
  readonly left: readonly RehearsedObject[]
  readonly right: readonly RehearsedObject[]
}

function Objects({ left, right }: ObjectsProps) {
  const others = new Map(right.map(one => [one.id, one]))
  const known = new Set(left.map(one => one.id))
  const all = [...left, ...right.filter(one => !known.has(one.id))]
  const mine = new Map(left.map(one => [one.id, one]))
  return (
    <section className="pw-panel">
      <header>
        <h2>Object by object</h2>
      </header>
      <div className="pw-kept-scroll" data-scroll>
        <table className="pw-kept pw-compare">
          <thead>
            <tr>
              <th scope="col">Object</th>
              <th scope="col">Came to, first</th>
              <th scope="col">Came to, second</th>
              <th scope="col">Median</th>
              <th scope="col">Attempts</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ id, name, family, type }) => {
              const [a, b] = [mine.get(id), others.get(id)]
              return (
                <tr key={id} data-differs={!same(a, b)}>
                  <th scope="row">
                    <ObjectName name={name} family={family} title={`${id}, ${type}`} />
                  </th>
                  <td>{a ? <CountsBar counts={a.counts} /> : <span className="pw-quiet">not there</span>}</td>
                  <td>{b ? <CountsBar counts={b.counts} /> : <span className="pw-quiet">not there</span>}</td>
                  <td className="pw-number">{both(a?.median, b?.median, formatDuration)}</td>
                  <td className="pw-number">{both(a?.attempts, b?.attempts, n)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function both(a: number | undefined, b: number | undefined, print: (value: number) => string): string {
  const [left, right] = [a === undefined ? '–' : print(a), b === undefined ? '–' : print(b)]
  return left === right ? left : `${left} → ${right}`
}

const same = (a: RehearsedObject | undefined, b: RehearsedObject | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  sameCounts(a.counts, b.counts) &&
  a.median === b.median &&
  a.attempts === b.attempts

const sameCounts = (a: StatusCounts, b: StatusCounts): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
