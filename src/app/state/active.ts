import { createContext, useContext } from 'react'
import type { Definition } from '../../core/definition/model.ts'

/** The definition that the service runs, where the pipeline was ever activated: edits are judged against it. */
export const ActiveContext = createContext<Definition | undefined>(undefined)

export const useActive = (): Definition | undefined => useContext(ActiveContext)
