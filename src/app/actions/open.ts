import { create } from 'zustand'

/** What lies over the page: the palette, or the sheet of shortcuts. */
export const useOverlay = create<{ readonly overlay: 'palette' | 'sheet' | undefined }>()(() => ({
  overlay: undefined,
}))

export const openOverlay = (overlay: 'palette' | 'sheet'): void => useOverlay.setState({ overlay })

export const closeOverlay = (): void => useOverlay.setState({ overlay: undefined })
