import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { OutputOf } from '../../api/operations.ts'
import { toWire } from '../../core/formats/wire.ts'
import { agreementOf, type Said } from '../../core/validation/agreement.ts'
import { useService } from '../data/service.ts'
import { type ActionList, useActions } from '../state/actions.ts'
import { findingsOf } from '../state/checks.ts'
import { isBroken } from '../state/editor.ts'
import { useDerived, useSession } from '../state/session.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Result } from './verdict-view.tsx'

type Outcome =
  | { readonly kind: 'asking' }
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'said'
      readonly verdict: OutputOf<'PutPipelineDefinition'>
      readonly said: readonly Said[]
      readonly saved: boolean
    }

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
        <Dialog
          size="large"
          header={headOf(outcome)}
          close={() => setOutcome(undefined)}
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
        </Dialog>
      )}
    </>
  )
}

function headOf(outcome: Outcome): string {
  if (outcome.kind === 'asking') return 'Saving to the service'
  if (outcome.kind === 'refused') return 'The service refused it'
  return outcome.saved ? 'Saved to the service' : 'What the service says'
}
