import './activation.css'
import { useQueries } from '@tanstack/react-query'
import { useId } from 'react'
import type { ActivationPreview } from '../../api/pipelines.ts'
import { useService } from '../data/service.ts'
import { useZone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'
import { TimeInput } from '../ui/time-input.tsx'
import { previewQuery, type Values } from './data.ts'
import { startsWhat } from './words.ts'

/** Where a schedule is taken up. `at` is set for `date`. Times are UTC milliseconds. */
export interface WhereFrom {
  readonly how: 'resume' | 'now' | 'date'
  readonly at?: number
}

interface WhereFromProps {
  readonly pipelineId: string
  readonly values?: Values
  readonly value: WhereFrom
  readonly now: number
  readonly onChange: (value: WhereFrom) => void
}

/** The time to send for a choice; none where it goes on by itself. Fails to be one while the date is not whole. */
export const fromOf = ({ how, at }: WhereFrom, now: number): number | undefined =>
  how === 'now' ? now : how === 'date' ? at : undefined

/** The three ways to take up a schedule that the console had, each with what it would start and skip. */
export function WhereFromChoice({ pipelineId, values, value, now, onChange }: WhereFromProps) {
  const service = useService()
  const zone = useZone()
  const name = useId()
  const when = (time: number) => formatTimeWithZone(time, zone)
  const ask = (from?: number) =>
    previewQuery(service, {
      pipelineId,
      ...(values && { values: values as Record<string, string | string[]> }),
      ...(from !== undefined && { from }),
    })
  const [resume, fromNow, fromDate] = useQueries({
    queries: [ask(), ask(now), { ...ask(value.at ?? 0), enabled: value.at !== undefined }],
  })
  const first = resume.data?.first ?? true
  const last = resume.data?.lastCompleted
  const ways = [
    {
      how: 'resume' as const,
      title: first ? 'From the start of the schedule' : 'After the last completed run',
      about: first ? '' : last === undefined ? 'Nothing completed yet. ' : `That was the run of ${when(last)}. `,
      preview: resume.data,
    },
    { how: 'now' as const, title: 'From now', about: '', preview: fromNow.data },
    {
      how: 'date' as const,
      title: 'From a date and time',
      about: '',
      preview: value.at === undefined ? undefined : fromDate.data,
    },
  ]
  return (
    <fieldset className="pw-from-choice">
      <legend>Where its schedule is taken up</legend>
      {ways.map(({ how, title, about, preview }) => (
        <label key={how} data-chosen={value.how === how}>
          <input
            type="radio"
            name={name}
            checked={value.how === how}
            onChange={() => onChange({ ...value, how, ...(how === 'date' && { at: value.at ?? roundHour(now) }) })}
          />
          <span>
            <b>{title}</b>
            {how === 'date' && value.how === 'date' && (
              <span className="pw-from-date">
                <TimeInput
                  label="Intervals that start at or after"
                  value={value.at}
                  zone={zone}
                  onChange={at => onChange(at === undefined ? { how } : { how, at })}
                />
              </span>
            )}
            <small>
              {about}
              <Says preview={preview} when={when} chosen={value.how === how} />
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

interface SaysProps {
  readonly preview: ActivationPreview | undefined
  readonly when: (time: number) => string
  /** The refusal of what is chosen stands above already. */
  readonly chosen: boolean
}

function Says({ preview, when, chosen }: SaysProps) {
  if (!preview) return 'Choose it to say when; it may lie in the past or ahead.'
  if (preview.fault) return chosen ? 'Refused, as said above.' : `Refused: ${preview.fault}`
  return startsWhat(preview, when)
}

const hour = 3_600_000
const roundHour = (time: number) => Math.ceil(time / hour) * hour
