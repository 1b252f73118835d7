import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { Page, Trouble, Waiting } from '../ui/kit.tsx'
import { PipelineTable } from './table.tsx'

export function PipelinesPage() {
  const { data, error, refetch } = useQuery(pipelinesQuery(useService()))
  return (
    <Page title="Pipelines" actions={<Button variant="primary">Create pipeline</Button>}>
      {error && <Trouble what="The pipelines could not be listed" error={error} retry={() => void refetch()} />}
      {data ? <PipelineTable pipelines={data} /> : !error && <Waiting what="Listing the pipelines" />}
    </Page>
  )
}
