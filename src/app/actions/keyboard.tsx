import { lazy, Suspense, useEffect } from 'react'
import { useShortcut } from '../state/actions.ts'
import { Chord } from '../ui/chord-mark.tsx'
import { useShortcuts } from './listen.ts'
import { closeOverlay, openOverlay, useOverlay } from './open.ts'
import { useStudioActions } from './studio-actions.ts'

const loadPalette = () => import('./command-palette.tsx')
const CommandPalette = lazy(() => loadPalette().then(room => ({ default: room.CommandPalette })))
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx').then(room => ({ default: room.ShortcutSheet })))

/** The page itself comes first, for so many milliseconds. */
const ahead = 2500

/** The keys of the studio, and what they open over any page. */
export function Keyboard() {
  useShortcuts()
  useStudioActions()
  const overlay = useOverlay(now => now.overlay)
  useEffect(() => {
    // Loaded ahead, so that no letter typed after the key is lost; what does not come then is asked for again.
    const later = setTimeout(() => void loadPalette().catch(() => {}), ahead)
    return () => clearTimeout(later)
  }, [])
  return (
    <Suspense>
      {overlay === 'palette' && <CommandPalette close={closeOverlay} />}
      {overlay === 'sheet' && <ShortcutSheet close={closeOverlay} />}
    </Suspense>
  )
}

/** In the bar: opens the palette, and tells its key to those who do not know it yet. */
export function PaletteButton() {
  const chord = useShortcut('palette')
  return (
    <button type="button" className="pw-bar-find" onClick={() => openOverlay('palette')}>
      Find or do…
      {chord && <Chord chord={chord} />}
    </button>
  )
}
