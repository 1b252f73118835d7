import './verdict-view.css'
import Alert from '@cloudscape-design/components/alert'
import type { OutputOf } from '../../api/operations.ts'
import type { Said } from '../../core/validation/agreement.ts'
import { useDerived, useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { countWords, SeverityIcon } from '../ui/severity.tsx'

interface ResultProps {
  readonly verdict: OutputOf<'PutPipelineDefinition'>
  readonly said: readonly Said[]
  readonly saved: boolean
  readonly leave: () => void
}

/** What the service says, object by object, and how far our checks say the same. */
export function Result({ verdict, said, saved, leave }: ResultProps) {
  const byService = said.filter(one => one.by !== 'ours')
  const errors = byService.filter(one => one.severity === 'error').length
  const warnings = byService.length - errors
  const groups = [...Map.groupBy(said, one => `${one.severity} ${one.by} ${ofAny(one)}`).values()]
  const alike = groups.filter(all => all.length > fewAlike)
  const rest = groups.filter(all => all.length <= fewAlike).flat()
  return (
    <>
      {verdict.errored ? (
        <Alert type="error" header={`The service says: ${countWords(errors, 'error')}${more(warnings)}`}>
          {saved && 'It is saved all the same. '}It cannot be activated before the errors are mended.
        </Alert>
      ) : warnings > 0 ? (
        <Alert type="warning" header={`The service says: ${countWords(warnings, 'warning')}, no errors`}>
          {saved && 'It is saved. '}Warnings do not stop its activation.
        </Alert>
      ) : (
        <Alert type="success" header="The service says: no errors, no warnings">
          {saved ? 'It is saved and can be activated.' : 'It can be activated.'}
        </Alert>
      )}
      <Agreement said={said} />
      {said.length > 0 && (
        <div className="pw-verdict">
          {alike.map(all => (
            <Alike key={all[0]?.text} said={all} leave={leave} />
          ))}
          {[...Map.groupBy(rest, one => one.object)].map(([object, all], at) => (
            <details key={object} open={at < 6}>
              <summary>
                <b>{object}</b>
                <Counts said={all} />
              </summary>
              <ul>
                {all.map(one => (
                  <Line key={`${one.by}/${one.text}`} said={one} leave={leave} />
                ))}
              </ul>
            </details>
          ))}
        </div>
      )}
    </>
  )
}

/** The same said of more objects than this is said once. */
const fewAlike = 3

/** The words without the object that they are about. */
const ofAny = ({ text, object }: Said) => text.replaceAll(object, '…')

/** What is said of many objects in the same words, and which they are. */
function Alike({ said, leave }: { readonly said: readonly Said[]; readonly leave: () => void }) {
  const { view } = useSession()
  const [first] = said
  if (!first) return null
  return (
    <details open>
      <summary>
        <b>{said.length} objects</b>
        <Counts said={said} />
      </summary>
      <ul>
        <li data-severity={first.severity}>
          <SeverityIcon severity={first.severity} />
          <span>
            <small data-by={first.by}>{whose[first.by]}</small>
            <span>{ofAny(first)}</span>
          </span>
        </li>
      </ul>
      <p className="pw-verdict-objects">
        {said.map(({ object, finding }) => (
          <button
            key={object}
            type="button"
            className="pw-text-button"
            onClick={() => {
              leave()
              reveal(view, finding?.at ?? { object }, 'problems')
            }}
          >
            {object}
          </button>
        ))}
      </p>
    </details>
  )
}

const more = (warnings: number) => (warnings > 0 ? ` and ${countWords(warnings, 'warning')}` : '')

/** In a sentence, how far the service and our checks say the same. */
function Agreement({ said }: { readonly said: readonly Said[] }) {
  const count = (by: Said['by']) => said.filter(one => one.by === by).length
  const [both, service, ours] = [count('both'), count('service'), count('ours')]
  return (
    <p style={{ margin: 0 }}>
      {service + ours === 0
        ? both === 0
          ? 'Our checks agree: they find nothing either.'
          : `Our checks agree: they say the same ${both === 1 ? 'one thing' : `${both} things`}.`
        : both + ours === 0
          ? `Our checks say nothing of the kind: ${service === 1 ? 'the point is' : `all ${service} points are`} the service's alone.`
          : both + service === 0
            ? `The service says nothing of the kind: ${ours === 1 ? 'the point is' : `all ${ours} points are`} our checks' alone.`
            : `Our checks differ. Of ${both + service + ours} points ${[
                both > 0 && `both make ${both}`,
                service > 0 && `the service alone makes ${service}`,
                ours > 0 && `our checks alone make ${ours}`,
              ]
                .filter(Boolean)
                .join(', ')}.`}
    </p>
  )
}

const Counts = ({ said }: { readonly said: readonly Said[] }) => (
  <span className="pw-verdict-counts">
    {(['error', 'warning'] as const).map(severity => {
      const n = said.filter(one => one.severity === severity).length
      return n > 0 && <span key={severity}>{countWords(n, severity)}</span>
    })}
  </span>
)

const whose = { both: 'The service and our checks', service: 'Only the service', ours: 'Only our checks' } as const

function Line({ said, leave }: { readonly said: Said; readonly leave: () => void }) {
  const { view } = useSession()
  const { definition } = useDerived()
  const at = said.finding?.at ?? { object: said.object }
  const known = definition.objects.some(one => one.id === at.object)
  return (
    <li data-severity={said.severity}>
      <SeverityIcon severity={said.severity} />
      <span>
        <small data-by={said.by}>{whose[said.by]}</small>
        <span>{said.text}</span>
      </span>
      {known && (
        <button
          type="button"
          className="pw-text-button"
          onClick={() => {
            leave()
            reveal(view, at, 'problems')
          }}
        >
          Go there
        </button>
      )}
    </li>
  )
}
