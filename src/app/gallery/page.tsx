import './gallery.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ServiceContext } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { exhibits } from './exhibits.tsx'
import { fixtureService } from './service.ts'

/** Everything the monitor can show, from fixtures and a stopped clock; each exhibit has an address of its own. */
export function GalleryPage() {
  const [{ show }] = useAddress()
  const [client] = useState(() => new QueryClient())
  const shown = exhibits.find(one => one.id === show) ?? exhibits[0]
  return (
    <ServiceContext value={fixtureService}>
      <QueryClientProvider client={client}>
        <div className="pw-gallery">
          <nav aria-label="Exhibits">
            {exhibits.map(one => (
              <Link
                key={one.id}
                to="."
                search={((old: { tz?: string }) => ({ tz: old.tz, show: one.id })) as never}
                aria-current={one === shown ? 'page' : undefined}
              >
                {one.title}
              </Link>
            ))}
          </nav>
          <div className="pw-gallery-exhibit" key={shown?.id}>
            {shown && <shown.Show />}
          </div>
        </div>
      </QueryClientProvider>
    </ServiceContext>
  )
}
