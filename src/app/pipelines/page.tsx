import './pipelines.css'
import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { Page, Trouble, Waiting } from '../ui/kit.tsx'
import { Start } from './start.tsx'
import { PipelineTable } from './table.tsx'

const CreateDialog = lazy(() => import('./create.tsx').then(room => ({ default: room.CreateDialog })))

/** All pipelines, or, where there is none yet, the way to the first. `create` in the address opens the dialog. */
export function PipelinesPage() {
  const { data, error, refetch } = useQuery(pipelinesQuery(useService()))
  const [address, change] = useAddress()
  const create = (how: string) => change({ create: how }, 'push')
  return (
    <Page
      title="Pipelines"
      about="Definitions of AWS Data Pipeline that this machine keeps, and really runs."
      actions={
        data &&
        data.length > 0 && (
          <>
            <Button onClick={() => create('import')}>Import</Button>
            <Button variant="primary" onClick={() => create('example')}>
              Create pipeline
            </Button>
          </>
        )
      }
    >
      {error && <Trouble what="The pipelines could not be listed" error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting what="Listing the pipelines" />}
      {data && (data.length > 0 ? <PipelineTable pipelines={data} /> : <Start create={create} />)}
      {address.create && (
        <Suspense>
          <CreateDialog how={address.create} choose={create} close={() => change({ create: undefined })} />
        </Suspense>
      )}
    </Page>
  )
}
