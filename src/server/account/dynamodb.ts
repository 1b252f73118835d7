import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb'
import { named, type Pages, read, type Settings } from './pages.ts'

export function tables(settings: Settings): Pages {
  const client = new DynamoDBClient(settings)
  return read(client, paginateListTables({ client }, {}), ({ TableNames = [] }) => TableNames.map(name => named(name)))
}
