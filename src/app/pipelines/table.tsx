import Table from '@cloudscape-design/components/table'
import { Link } from '@tanstack/react-router'
import type { PipelineSummary } from '../../api/workspace.ts'

export const PipelineTable = ({ pipelines }: { readonly pipelines: readonly PipelineSummary[] }) => (
  <Table
    items={pipelines}
    trackBy="id"
    columnDefinitions={[
      {
        id: 'name',
        header: 'Name',
        cell: one => (
          <Link className="pw-link" to="/pipelines/$pipelineId/design" params={{ pipelineId: one.id }}>
            {one.name}
          </Link>
        ),
      },
      { id: 'state', header: 'State', cell: one => one.state },
      { id: 'objects', header: 'Objects', cell: one => one.objects },
    ]}
  />
)
