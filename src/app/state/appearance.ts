import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles'
import { create } from 'zustand'

export type Theme = 'light' | 'dark'

const key = 'pipewright.theme'

/** Light or dark: what was chosen here last, else what the system prefers. */
export const useAppearance = create<{ readonly theme: Theme }>()(() => ({ theme: remembered() }))

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  useAppearance.setState({ theme })
  applyAppearance()
}

/** Puts theme and density on the page. */
export function applyAppearance(): void {
  const { theme } = useAppearance.getState()
  applyMode(theme === 'dark' ? Mode.Dark : Mode.Light)
  applyDensity(Density.Compact)
  document.documentElement.style.colorScheme = theme
}

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(key)
    if (kept === 'light' || kept === 'dark') return kept
  } catch {
    // Storage may be blocked: fall through to the system's wish.
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
