import { paginateListTopics, SNSClient } from '@aws-sdk/client-sns'
import { named, type Pages, read, type Settings, titled } from './pages.ts'

export function topics(settings: Settings): Pages {
  const client = new SNSClient(settings)
  return read(client, paginateListTopics({ client }, {}), ({ Topics = [] }) =>
    Topics.map(one => titled(one.TopicArn?.split(':').at(-1), named(one.TopicArn))),
  )
}
