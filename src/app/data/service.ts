import { createContext, useContext } from 'react'
import { remoteService, type StudioService } from '../../api/client.ts'

/** The studio server that served this page. */
export const studio: StudioService = remoteService('/api', (url, init) => fetch(url, init))

export const ServiceContext = createContext<StudioService>(studio)

export const useService = (): StudioService => useContext(ServiceContext)
