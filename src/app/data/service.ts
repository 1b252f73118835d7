import { createContext, useContext } from 'react'
import { remoteService, type StudioService } from '../../api/client.ts'

let outlives = false

/** The studio server that served this page. */
export const studio: StudioService = remoteService('/api', (url, init) =>
  fetch(url, outlives ? { ...init, keepalive: true } : init),
)

/** Bytes that calls which outlive their page may carry; browsers allow 64 KiB in all. */
export const mostOutliving = 60_000

/** Lets the calls that `work` begins at once go on though their page is left. */
export function outlivingPage(work: () => void): void {
  outlives = true
  try {
    work()
  } finally {
    outlives = false
  }
}

export const ServiceContext = createContext<StudioService>(studio)

export const useService = (): StudioService => useContext(ServiceContext)
