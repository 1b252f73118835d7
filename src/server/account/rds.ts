import { paginateDescribeDBInstances, RDSClient } from '@aws-sdk/client-rds'
import { named, type Pages, read, type Settings } from './pages.ts'

export function instances(settings: Settings): Pages {
  const client = new RDSClient(settings)
  return read(client, paginateDescribeDBInstances({ client }, {}), ({ DBInstances = [] }) =>
    DBInstances.map(one => named(one.DBInstanceIdentifier, one.Engine, one.DBInstanceClass, one.DBInstanceStatus)),
  )
}
