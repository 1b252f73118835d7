import type { AccountNames, Connection } from '../../api/connections.ts'
import type { PartPreview, RunPart } from '../../api/runs.ts'
import type { AccountKind } from '../../core/catalog/schema.ts'
import { failedRun, instances, parts } from './fixtures.ts'

/** What the server would say where a dialog or a form asks it. */

export const connections: readonly Connection[] = [
  { id: 'profile:data', title: 'Profile data', about: '~/.aws/config', region: 'us-east-1' },
  { id: 'profile:sandbox', title: 'Profile sandbox', about: '~/.aws/config' },
]

/** Many of one kind, one of another, none of a third; what else is asked is refused, as by an account that forbids it. */
export function accountNames(kind: AccountKind): AccountNames {
  if (kind === 'dynamodbTable')
    return {
      action: 'dynamodb:ListTables',
      names: Array.from({ length: 240 }, (_, n) => ({ name: `churn-scores-${String(n + 1).padStart(3, '0')}` })),
      mostListed: 240,
    }
  if (kind === 'subnet')
    return {
      action: 'ec2:DescribeSubnets',
      names: [{ name: 'subnet-0a1b2c3d4e5f60718', title: 'warehouse', about: '10.0.3.0/24 in us-east-1a' }],
    }
  if (kind === 'keyPair') return { action: 'ec2:DescribeKeyPairs', names: [] }
  throw new Error('The account refuses: this profile may not list that. It needs an IAM action that it does not have.')
}

/** What running a part of the pipeline would come to: parts stand in the order in which they need each other. */
export function partPreview({ kind, objectId }: RunPart): PartPreview {
  const work = parts.filter(({ family }) => family === 'activity' || family === 'dataNode')
  const at = Math.max(
    0,
    work.findIndex(({ id }) => id === objectId),
  )
  const [from, to] = kind === 'only' ? [at, at + 1] : kind === 'until' ? [0, at + 1] : [at, work.length]
  const statusOf = (id: string) =>
    instances.find(one => one.componentId === id && one.scheduledStart === failedRun)?.status
  return {
    runs: work.slice(from, to).map(({ id, name, family }) => ({ id, name, family })),
    taken: work.slice(0, from).map(({ id, name, family }) => {
      const status = statusOf(id)
      return { id, name, family, ...(status && { status }) }
    }),
    inputs: [
      {
        id: 'Events',
        name: 'Raw events',
        family: 'dataNode',
        where: 's3://churn-data/events/2026-05-04/',
        state: 'missing',
      },
    ],
    suggested: failedRun,
  }
}
