import { paginateDescribeClusters, RedshiftClient } from '@aws-sdk/client-redshift'
import { named, type Pages, read, type Settings } from './pages.ts'

export function clusters(settings: Settings): Pages {
  const client = new RedshiftClient(settings)
  return read(client, paginateDescribeClusters({ client }, {}), ({ Clusters = [] }) =>
    Clusters.map(one => named(one.ClusterIdentifier, one.NodeType, one.DBName, one.ClusterStatus)),
  )
}
