import { useQuery } from '@tanstack/react-query'
import { noticesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { Page } from '../ui/kit.tsx'

export function NoticesPage() {
  const { data = [] } = useQuery(noticesQuery(useService()))
  return (
    <Page title="Notifications">
      <ul>
        {data.map(one => (
          <li key={one.id}>{one.subject}</li>
        ))}
      </ul>
    </Page>
  )
}
