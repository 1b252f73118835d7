import Button from '@cloudscape-design/components/button'
import { type ComponentType, useState } from 'react'
import { AttemptDeeds } from '../monitor/attempt-deeds.tsx'
import { PartDialog } from '../part/dialog.tsx'
import { ExportDialog } from '../pipelines/export.tsx'
import { attempts, instances, pipelineId, summary } from './fixtures.ts'

/** A dialog that is open at first, and can be opened again. */
function Opened({ Show }: { readonly Show: ComponentType<{ readonly close: () => void }> }) {
  const [open, setOpen] = useState(true)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open the dialog</Button>
      {open && <Show close={() => setOpen(false)} />}
    </>
  )
}

const wish = { pipelineId, kind: 'from', objectId: 'Train' } as const
const ShowPart = ({ close }: { readonly close: () => void }) => <PartDialog wish={wish} close={close} />
export const Part = () => <Opened Show={ShowPart} />

const about = [summary]
const ShowExport = ({ close }: { readonly close: () => void }) => <ExportDialog about={about} close={close} />
export const Export = () => <Opened Show={ShowExport} />

/** What one can do with an attempt that failed, and with one that did not. */
export function Replay() {
  const shown = ['FAILED', 'FINISHED'].flatMap(status => {
    const attempt = attempts.find(one => one.status === status && one.instanceId.startsWith('@Train'))
    const instance = instances.find(one => one.id === attempt?.instanceId)
    return attempt && instance ? [{ attempt, instance }] : []
  })
  return shown.map(({ attempt, instance }) => (
    <section key={attempt.id} style={{ display: 'grid', gap: 8, marginBottom: 24 }}>
      <h2>
        {instance.name}, attempt {attempt.number}, {attempt.status}
      </h2>
      <AttemptDeeds attempt={attempt} instance={instance} />
    </section>
  ))
}
