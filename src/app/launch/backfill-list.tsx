import { useMemo } from 'react'
import { type Backfill, owedAt } from '../../core/runs/backfill.ts'
import { Grid, type GridColumn } from '../ui/grid.tsx'
import { formatIn } from '../ui/zone-time.ts'

interface BackfillListProps {
  readonly backfill: Backfill
  readonly zone: string
}

type Row = NonNullable<ReturnType<typeof owedAt>>

/** Rows that a browser can scroll over; what lies beyond is said, and counts as well. */
const mostRows = 500_000

/** Every single instance that would start, however many: only those in view are in the page. */
export function BackfillList({ backfill, zone }: BackfillListProps) {
  const columns = useMemo(() => columnsFor(zone), [zone])
  return (
    <>
      <div className="pw-backfill-list" data-scroll>
        <Grid
          label="Instances that are due already"
          columns={columns}
          count={Math.min(mostRows, backfill.instances)}
          itemAt={at => owedAt(backfill, at)}
          rowHeight={28}
        />
      </div>
      {backfill.instances > mostRows && (
        <p className="pw-note">
          The list shows the first {mostRows.toLocaleString('en-US')} of {backfill.instances.toLocaleString('en-US')},
          and all of them would start.
        </p>
      )}
    </>
  )
}

const columnsFor = (zone: string): readonly GridColumn<Row>[] => [
  {
    id: 'object',
    header: 'Object',
    width: 'minmax(90px, 1fr)',
    cell: ({ preview, coming }) => (
      <span title={preview.id}>
        {preview.id} <span className="pw-quiet">no. {(coming.k + 1).toLocaleString('en-US')}</span>
      </span>
    ),
  },
  { id: 'due', header: 'Due (UTC)', width: '142px', cell: ({ coming }) => formatIn(coming.at, 'UTC') },
  ...(zone === 'UTC'
    ? []
    : [
        {
          id: 'zone',
          header: zone.replaceAll('_', ' '),
          width: '142px',
          cell: ({ coming }: Row) => formatIn(coming.at, zone),
        },
      ]),
  {
    id: 'interval',
    header: 'For the interval (UTC)',
    width: '178px',
    cell: ({ coming }) => `${formatIn(coming.start, 'UTC').slice(9)} to ${formatIn(coming.end, 'UTC').slice(9)}`,
  },
]
