import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { PipelineSummary } from '../../api/pipelines.ts'
import type { RunRow } from '../../api/runs.ts'
import type { CostReport } from '../../core/cost/report.ts'
import { historyQuery, useHistoryPulse } from '../data/history.ts'
import { pipelinesQuery } from '../data/pipelines.ts'
import { estimateQuery } from '../data/runs.ts'
import { useService } from '../data/service.ts'
import { Empty, Page, Trouble, Waiting } from '../ui/kit.tsx'
import { formatUsd } from '../ui/money.ts'
import { Unknown } from './report.tsx'

/** Pipelines whose estimate is asked for; others say so. */
const mostEstimated = 60

/** What all pipelines have cost, and what they are likely to cost a month. */
export function AllCosts() {
  const service = useService()
  useHistoryPulse(undefined)
  const { data: pipelines, error, refetch } = useQuery(pipelinesQuery(service))
  const history = useQuery(historyQuery(service, {}))
  const estimates = useQueries({
    queries: (pipelines ?? []).slice(0, mostEstimated).map(one => estimateQuery(service, { pipelineId: one.id })),
  })
  if (error) return <Trouble what="The pipelines could not be listed" error={error} retry={() => void refetch()} />
  if (!pipelines || !history.data)
    return history.error ? (
      <Trouble what="The runs could not be listed" error={history.error} />
    ) : (
      <Waiting what="Adding up" />
    )
  const byPipeline = Map.groupBy(history.data.runs, run => run.pipelineId)
  const { runs, total } = history.data
  const known = runs.flatMap(run => run.cost ?? [])
  return (
    <Page
      title="Cost"
      about={
        known.length === 0
          ? 'What runs would cost on AWS, from list prices. Local runs cost nothing; what they would have cost is shown.'
          : `${formatUsd(known.reduce((sum, cost) => sum + cost.usd, 0))}${known.some(cost => cost.unknown.length > 0) ? ' + unknown' : ''} accrued over the newest ${runs.length.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} runs. ${known[0]?.basis}. Local runs cost nothing: this is what they would have cost on AWS.`
      }
    >
      {pipelines.length === 0 ? (
        <Empty title="There are no pipelines yet" />
      ) : (
        <section className="pw-panel">
          <table className="pw-cost-lines">
            <thead>
              <tr>
                <th>Pipeline</th>
                <th>Runs</th>
                <th>Accrued</th>
                <th>Estimate of a run, low – likely – high</th>
                <th>Estimate of a month</th>
              </tr>
            </thead>
            <tbody>
              {pipelines.map((one, i) => (
                <Row key={one.id} pipeline={one} runs={byPipeline.get(one.id) ?? []} estimate={estimates[i]} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  )
}

interface RowProps {
  readonly pipeline: PipelineSummary
  readonly runs: readonly RunRow[]
  readonly estimate: { readonly data?: CostReport | undefined; readonly error: Error | null } | undefined
}

function Row({ pipeline, runs, estimate }: RowProps) {
  const costs = runs.flatMap(run => run.cost ?? [])
  const report = estimate?.data
  const gaps = report?.lines.filter(line => line.usd === undefined).map(line => line.what) ?? []
  return (
    <tr>
      <td>
        <Link className="pw-link" to="/pipelines/$pipelineId/cost" params={{ pipelineId: pipeline.id }}>
          {pipeline.name}
        </Link>
      </td>
      <td className="pw-number">{runs.length.toLocaleString('en-US')}</td>
      <td className="pw-number">
        {costs.length === 0 ? (
          <span className="pw-quiet">{runs.length === 0 ? 'nothing ran' : 'not computed'}</span>
        ) : (
          <>
            {formatUsd(costs.reduce((sum, cost) => sum + cost.usd, 0))}
            {costs.some(cost => cost.unknown.length > 0) && ' + '}
            {costs.some(cost => cost.unknown.length > 0) && <Unknown />}
          </>
        )}
      </td>
      <td className="pw-number">
        {report ? (
          <span title={report.basis}>
            {formatUsd(report.low)} – <b>{formatUsd(report.likely)}</b> –{' '}
            {report.high === undefined ? 'no upper bound' : formatUsd(report.high)}
            {gaps.length > 0 && (
              <>
                {' + '}
                <Unknown note={gaps.join(', ')} />
              </>
            )}
          </span>
        ) : (
          <span className="pw-quiet">
            {estimate?.error
              ? estimate.error.message
              : estimate
                ? 'estimating'
                : `asked for the first ${mostEstimated} pipelines only`}
          </span>
        )}
      </td>
      <td>{report?.monthly ? formatUsd(report.monthly.usd) : <span className="pw-quiet">–</span>}</td>
    </tr>
  )
}
