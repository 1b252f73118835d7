import './rows.css'
import { lazy, Suspense, useId } from 'react'
import type { PipelineSummary } from '../../api/pipelines.ts'
import { useEngineNow } from '../data/clock.ts'
import { useZone } from '../state/zone.ts'
import { Waiting } from '../ui/kit.tsx'
import { columns } from './columns.tsx'

const RowPanel = lazy(() => import('./row-panel.tsx').then(room => ({ default: room.RowPanel })))

interface RowsProps {
  readonly pipelines: readonly PipelineSummary[]
  readonly ticked: readonly string[]
  readonly tick: (ids: readonly string[]) => void
  /** Ids of pipelines whose panel is open. */
  readonly opened: readonly string[]
  readonly open: (ids: readonly string[]) => void
  readonly sort: { readonly column: string; readonly descending: boolean }
  readonly onSort: (column: string, descending: boolean) => void
  readonly editTags: (pipeline: PipelineSummary) => void
}

/** A page of the list, as a table whose rows open to a panel. */
export function Rows({ pipelines, ticked, tick, opened, open, sort, onSort, editTags }: RowsProps) {
  const zone = useZone()
  const now = useEngineNow(10_000)
  const here = pipelines.filter(one => ticked.includes(one.id)).length
  const toggle = (ids: readonly string[], id: string) =>
    ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id]
  return (
    <table className="pw-plist">
      <thead>
        <tr>
          <th scope="col">
            <input
              type="checkbox"
              aria-label="Tick all pipelines on this page"
              checked={here > 0 && here === pipelines.length}
              ref={box => {
                if (box) box.indeterminate = here > 0 && here < pipelines.length
              }}
              onChange={event => tick(event.target.checked ? pipelines.map(one => one.id) : [])}
            />
          </th>
          <th scope="col">
            <span className="pw-unseen">Details</span>
          </th>
          {columns.map(({ id, header, compare }) => (
            <th key={id} scope="col" aria-sort={sorted(sort, id)}>
              {compare ? (
                <button type="button" onClick={() => onSort(id, sort.column === id && !sort.descending)}>
                  {header}
                  <span aria-hidden="true">{sort.column === id ? (sort.descending ? ' ▾' : ' ▴') : ''}</span>
                </button>
              ) : (
                header
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pipelines.map(one => (
          <Row
            key={one.id}
            pipeline={one}
            ticked={ticked.includes(one.id)}
            tick={() => tick(toggle(ticked, one.id))}
            opened={opened.includes(one.id)}
            open={() => open(toggle(opened, one.id))}
            editTags={() => editTags(one)}
            cells={columns.map(({ id, cell }) => (
              <td key={id} data-column={id}>
                {cell(one, zone, now)}
              </td>
            ))}
          />
        ))}
      </tbody>
    </table>
  )
}

const sorted = ({ column, descending }: RowsProps['sort'], id: string) =>
  column !== id ? undefined : descending ? 'descending' : 'ascending'

interface RowProps {
  readonly pipeline: PipelineSummary
  readonly ticked: boolean
  readonly tick: () => void
  readonly opened: boolean
  readonly open: () => void
  readonly editTags: () => void
  readonly cells: React.ReactNode
}

function Row({ pipeline, ticked, tick, opened, open, editTags, cells }: RowProps) {
  const panel = useId()
  return (
    <>
      <tr data-ticked={ticked} data-open={opened}>
        <td>
          <input type="checkbox" aria-label={`Tick ${pipeline.name}`} checked={ticked} onChange={tick} />
        </td>
        <td>
          <button
            type="button"
            className="pw-plist-arrow"
            aria-expanded={opened}
            aria-controls={panel}
            aria-label={`Details of ${pipeline.name}`}
            onClick={open}
          >
            <span aria-hidden="true">▸</span>
          </button>
        </td>
        {cells}
      </tr>
      {opened && (
        <tr className="pw-plist-panel" id={panel}>
          <td colSpan={columns.length + 2}>
            <Suspense fallback={<Waiting what="Opening" />}>
              <RowPanel pipeline={pipeline} editTags={editTags} />
            </Suspense>
          </td>
        </tr>
      )}
    </>
  )
}
