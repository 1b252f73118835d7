import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Pagination from '@cloudscape-design/components/pagination'
import Select from '@cloudscape-design/components/select'
import TextFilter from '@cloudscape-design/components/text-filter'
import { lazy, Suspense, useState } from 'react'
import type { PipelineSummary } from '../../api/pipelines.ts'
import { useAddress } from '../state/address.ts'
import { Empty } from '../ui/kit.tsx'
import { actionsFor } from './actions.ts'
import { columns } from './columns.tsx'
import { Rows } from './rows.tsx'

const Dialogs = lazy(() => import('./dialogs.tsx').then(room => ({ default: room.Dialogs })))

const pageSize = 50

/** The list. Search, state, order and page stand in the address; ticked rows do not. */
export function PipelineTable({ pipelines }: { readonly pipelines: readonly PipelineSummary[] }) {
  const [address, change] = useAddress()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [asked, setAsked] = useState<{ what: string; about: readonly PipelineSummary[] }>()

  const written = address.sort ?? 'name'
  const sort = { column: written.replace('-', ''), descending: written.startsWith('-') }
  const compare = columns.find(column => column.id === sort.column)?.compare
  const found = matching(pipelines, address.q ?? '', address.state)
  const ordered = compare ? found.toSorted(compare) : [...found]
  if (sort.descending) ordered.reverse()
  const page = Math.min(Math.max(1, Number(address.page ?? 1) || 1), Math.max(1, Math.ceil(ordered.length / pageSize)))
  const chosen = pipelines.filter(one => ticked.includes(one.id))
  const states = [...new Set(pipelines.map(one => one.state))]

  return (
    <>
      <section className="pw-list-frame" aria-label="List of pipelines">
        <header>
          <div className="pw-row pw-pipelines-filter">
            <div className="pw-pipelines-search">
              <TextFilter
                filteringText={address.q ?? ''}
                filteringPlaceholder="Find by name, id, description or tag"
                filteringAriaLabel="Find pipelines"
                countText={address.q || address.state ? `${found.length} of ${pipelines.length}` : ''}
                onChange={({ detail }) => change({ q: detail.filteringText || undefined, page: undefined })}
              />
            </div>
            <Select
              ariaLabel="State"
              selectedOption={
                address.state && states.some(state => state === address.state)
                  ? { value: address.state, label: address.state }
                  : { value: '', label: 'Any state' }
              }
              options={[{ value: '', label: 'Any state' }, ...states.map(state => ({ value: state, label: state }))]}
              onChange={({ detail }) => change({ state: detail.selectedOption.value || undefined, page: undefined })}
            />
            <span className="pw-pipelines-actions">
              {chosen.length > 0 && <span className="pw-quiet">{chosen.length} ticked</span>}
              <ButtonDropdown
                items={actionsFor(chosen)}
                disabled={chosen.length === 0}
                onItemClick={({ detail }) => setAsked({ what: detail.id, about: chosen })}
              >
                Actions
              </ButtonDropdown>
            </span>
          </div>
        </header>
        {found.length === 0 ? (
          <Empty title="No pipeline matches">
            <Button onClick={() => change({ q: undefined, state: undefined })}>Clear the filter</Button>
          </Empty>
        ) : (
          <Rows
            pipelines={ordered.slice((page - 1) * pageSize, page * pageSize)}
            ticked={ticked}
            tick={setTicked}
            opened={address.open?.split('~') ?? []}
            open={ids => change({ open: ids.join('~') || undefined })}
            sort={sort}
            onSort={(column, descending) => change({ sort: `${descending ? '-' : ''}${column}` })}
            editTags={one => setAsked({ what: 'tags', about: [one] })}
          />
        )}
        {ordered.length > pageSize && (
          <div className="pw-list-pages">
            <Pagination
              currentPageIndex={page}
              pagesCount={Math.ceil(ordered.length / pageSize)}
              onChange={({ detail }) => change({ page: String(detail.currentPageIndex) })}
            />
          </div>
        )}
      </section>
      {asked && (
        <Suspense>
          <Dialogs
            {...asked}
            close={done => {
              setAsked(undefined)
              if (done) setTicked([])
            }}
          />
        </Suspense>
      )}
    </>
  )
}

function matching(pipelines: readonly PipelineSummary[], words: string, state: string | undefined) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return pipelines.filter(one => {
    if (state !== undefined && one.state !== state) return false
    const said = [one.name, one.id, one.description, ...one.tags.map(tag => `${tag.key}=${tag.value}`)]
      .join(' ')
      .toLowerCase()
    return wanted.every(word => said.includes(word))
  })
}
