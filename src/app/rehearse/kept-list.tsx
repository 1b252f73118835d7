import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Rehearsal } from '../../api/rehearsals.ts'
import { isOver, rehearsalsQuery } from '../data/rehearsals.ts'
import { useService } from '../data/service.ts'
import type { Zone } from '../state/zone.ts'
import { Glyph } from '../ui/glyphs.tsx'
import { Trouble } from '../ui/kit.tsx'
import { CountsMark } from '../ui/status.tsx'
import { formatDuration, formatSize, formatTime } from '../ui/time.ts'
import { tellTrouble } from '../ui/toasts.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { Progress } from './progress.tsx'
import { costWords, stretchWords, titleOf } from './words.ts'

interface KeptListProps {
  readonly pipelineId: string
  readonly zone: Zone
}

/** Rehearsals of a pipeline that are kept, newest first, to be opened, compared and deleted. */
export function KeptList({ pipelineId, zone }: KeptListProps) {
  const service = useService()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(rehearsalsQuery(service, pipelineId))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [asked, setAsked] = useState<Rehearsal>()
  const cancel = useMutation({
    mutationFn: (rehearsalId: string) => service.DeleteRehearsal({ rehearsalId }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['rehearsals'] }),
    onError: tellTrouble('It was not canceled'),
  })
  if (error) return <Trouble what="The rehearsals could not be listed" error={error} retry={() => void refetch()} />
  const rehearsals = data?.rehearsals ?? []
  const pair = chosen.filter(id => rehearsals.some(one => one.id === id))
  const [a, b] = pair
  return (
    <section className="pw-panel">
      <header>
        <h2>Kept rehearsals</h2>
        {data && (
          <span className="pw-note">
            {data.kept} of at most {data.most} over all pipelines, as the settings say; beyond that the oldest go
          </span>
        )}
        {rehearsals.length > 1 &&
          (a !== undefined && b !== undefined ? (
            <Link
              className="pw-link"
              to="/pipelines/$pipelineId/rehearsals/compare"
              params={{ pipelineId }}
              search={{ a, b } as never}
            >
              Compare these two
            </Link>
          ) : (
            <span className="pw-note">Choose two to compare them</span>
          ))}
      </header>
      {rehearsals.length === 0 ? (
        <p className="pw-kept-none pw-note">
          None yet. What you rehearse is kept here until you delete it, and can be opened again at its own address.
        </p>
      ) : (
        <div className="pw-kept-scroll" data-scroll>
          <table className="pw-kept">
            <thead>
              <tr>
                <th scope="col">
                  <span className="pw-unseen">Compare</span>
                </th>
                <th scope="col">Rehearsal</th>
                <th scope="col">Stretch of time</th>
                <th scope="col">Seed</th>
                <th scope="col">Runs</th>
                <th scope="col">Alarms</th>
                <th scope="col">Cost</th>
                <th scope="col">Played in</th>
                <th scope="col">
                  <span className="pw-unseen">Delete</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rehearsals.map(one => (
                <Row
                  key={one.id}
                  one={one}
                  zone={zone}
                  chosen={pair.includes(one.id)}
                  onChoose={on => setChosen([...pair.filter(id => id !== one.id), ...(on ? [one.id] : [])].slice(-2))}
                  onDelete={() => (isOver(one) ? setAsked(one) : cancel.mutate(one.id))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked && (
        <DeleteDialog rehearsal={asked} close={() => setAsked(undefined)} onDeleted={() => setAsked(undefined)} />
      )}
    </section>
  )
}

interface RowProps {
  readonly one: Rehearsal
  readonly zone: Zone
  readonly chosen: boolean
  readonly onChoose: (on: boolean) => void
  readonly onDelete: () => void
}

function Row({ one, zone, chosen, onChoose, onDelete }: RowProps) {
  const name = titleOf(one, zone)
  const { figures } = one
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Compare ${name}`}
          checked={chosen}
          disabled={one.state !== 'done'}
          onChange={({ target }) => onChoose(target.checked)}
        />
      </td>
      <th scope="row">
        <Link
          className="pw-link"
          to="/pipelines/$pipelineId/rehearsals/$rehearsalId"
          params={{ pipelineId: one.pipelineId, rehearsalId: one.id }}
        >
          {name}
        </Link>
        {one.name !== undefined && <span className="pw-note"> {formatTime(one.createdAt, zone)}</span>}
      </th>
      <td className="pw-number">{stretchWords(one, zone)}</td>
      <td className="pw-number">{one.seed}</td>
      {figures ? (
        <>
          <td>
            <CountsMark counts={figures.runCounts} />
          </td>
          <td className="pw-number">{figures.notices.toLocaleString('en-US')}</td>
          <td className="pw-number">{costWords(figures)}</td>
          <td className="pw-number" title={`${formatSize(figures.size)} on disk`}>
            {formatDuration(figures.tookMs)}
          </td>
        </>
      ) : (
        <td colSpan={4}>
          {isOver(one) ? (
            <span className="pw-kept-trouble">{one.trouble}</span>
          ) : (
            <Progress rehearsal={one} zone={zone} />
          )}
        </td>
      )}
      <td>
        <button
          type="button"
          className="pw-icon-button"
          aria-label={isOver(one) ? `Delete ${name}…` : `Cancel ${name}`}
          title={isOver(one) ? 'Delete it…' : 'Cancel it'}
          onClick={onDelete}
        >
          <Glyph name={isOver(one) ? 'bin' : 'close'} size={15} />
        </button>
      </td>
    </tr>
  )
}
