import { useQuery } from '@tanstack/react-query'
import { storageQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { Page } from '../ui/kit.tsx'

export function StoragePage() {
  const { data } = useQuery(storageQuery(useService(), 's3://'))
  return (
    <Page title="Storage">
      <ul>
        {data?.prefixes.map(one => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </Page>
  )
}
