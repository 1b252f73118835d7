import './service-save.css'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { OutputOf } from '../../api/operations.ts'
import { toWire } from '../../core/formats/wire.ts'
import { agreementOf, type Said } from '../../core/validation/agreement.ts'
import { useService } from '../data/service.ts'
import { type ActionList, useActions } from '../state/actions.ts'
import { findingsOf } from '../state/derived.ts'
import { isBroken } from '../state/editor.ts'
import { useDerived, useSession } from '../state/session.ts'
import { reveal } from '../state/view.ts'
import { countWords, SeverityIcon } from '../ui/severity.tsx'

type Verdict = OutputOf<'PutPipelineDefinition'>

type Outcome =
  | { readonly kind: 'asking' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'said'; readonly verdict: Verdict; readonly said: readonly Said[]; readonly saved: boolean }

const saving = (run: () => void, applies: () => boolean): ActionList => ({
  actions: [
    {
      id: 'save-to-service',
      label: 'Save to the service',
      group: 'Edit',
      about: 'and see what it says beside our checks',
      applies,
      run,
    },
  ],
})

/**
 * Saves the definition with the service, whatever state it is in, and shows what the service says of it beside what our
 * own checks say. The draft is kept all the time; this is the copy that clients read and activation freezes.
 */
export function ServiceSave() {
  const { pipelineId, editor } = useSession()
  const { broken } = useDerived()
  const service = useService()
  const client = useQueryClient()
  const [outcome, setOutcome] = useState<Outcome>()

  const ask = useCallback(
    async (call: 'PutPipelineDefinition' | 'ValidatePipelineDefinition') => {
      setOutcome({ kind: 'asking' })
      const { definition } = editor.getState().document
      try {
        const verdict = await service[call]({ pipelineId, ...toWire(definition) })
        const said = agreementOf(verdict, findingsOf(definition))
        setOutcome({ kind: 'said', verdict, said, saved: call === 'PutPipelineDefinition' })
        void client.invalidateQueries({ queryKey: ['pipelines'] })
      } catch (error) {
        setOutcome({ kind: 'refused', message: error instanceof Error ? error.message : String(error) })
      }
    },
    [pipelineId, editor, service, client],
  )
  const save = useCallback(() => void ask('PutPipelineDefinition'), [ask])
  useActions(useMemo(() => saving(save, () => !isBroken(editor.getState().document)), [save, editor]))

  return (
    <>
      <button
        type="button"
        className="pw-tool"
        disabled={broken}
        title={
          broken
            ? 'The text is broken, so that the service could not get all of it. Mend it first.'
            : 'Put the definition to the service, and see what it says of it. Errors and warnings do not stop the saving.'
        }
        onClick={save}
      >
        Save to the service
      </button>
      {outcome && (
        <Modal
          visible
          size="large"
          header={headOf(outcome)}
          closeAriaLabel="Close"
          onDismiss={() => setOutcome(undefined)}
          footer={
            <div className="pw-row" style={{ justifyContent: 'flex-end' }}>
              <Button onClick={() => void ask('ValidatePipelineDefinition')} disabled={outcome.kind === 'asking'}>
                Validate again
              </Button>
              <Button variant="primary" onClick={() => setOutcome(undefined)}>
                Close
              </Button>
            </div>
          }
        >
          <div className="pw-stack">
            {outcome.kind === 'asking' && <p style={{ margin: 0 }}>The service is looking at the definition…</p>}
            {outcome.kind === 'refused' && (
              <Alert type="error" header="Nothing was saved">
                {outcome.message} The draft is kept all the same.
              </Alert>
            )}
            {outcome.kind === 'said' && <Result {...outcome} leave={() => setOutcome(undefined)} />}
          </div>
        </Modal>
      )}
    </>
  )
}

function headOf(outcome: Outcome): string {
  if (outcome.kind === 'asking') return 'Saving to the service'
  if (outcome.kind === 'refused') return 'The service refused it'
  return outcome.saved ? 'Saved to the service' : 'What the service says'
}

interface ResultProps {
  readonly verdict: Verdict
  readonly said: readonly Said[]
  readonly saved: boolean
  readonly leave: () => void
}

function Result({ verdict, said, saved, leave }: ResultProps) {
  const byService = said.filter(one => one.by !== 'ours')
  const errors = byService.filter(one => one.severity === 'error').length
  const warnings = byService.length - errors
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
          {[...Map.groupBy(said, one => one.object)].map(([object, all], at) => (
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
