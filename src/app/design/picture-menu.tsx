import { useAppearance } from '../state/appearance.ts'
import { type Session, useSession, useView } from '../state/session.ts'
import { tellTrouble } from '../ui/toasts.tsx'
import type { MenuItem } from './menu.tsx'
import { MenuButton } from './menu-button.tsx'
import type { Colours } from './picture.ts'

/** Saves the graph as a picture. What draws it is loaded when it is wanted. */
export const savePicture = (session: Session, kind: 'svg' | 'png', colours: Colours): void =>
  void import('./picture.ts')
    .then(({ savePng, saveSvg }) => (kind === 'svg' ? saveSvg : savePng)(session, colours))
    .catch(tellTrouble('The picture could not be made'))

export function PictureMenu() {
  const session = useSession()
  const dark = useAppearance(now => now.theme === 'dark')
  const focused = useView(now => now.focus?.rest === 'hide')
  const items = (colours: Colours, word: string): readonly MenuItem[] => [
    {
      label: `SVG${word}`,
      about: `${focused ? 'Only what is in focus. ' : ''}Sharp at any size, and carries the whole definition`,
      run: () => savePicture(session, 'svg', colours),
    },
    {
      label: `PNG${word}`,
      about: `${focused ? 'Only what is in focus. ' : ''}For slides and chats, at twice the size`,
      run: () => savePicture(session, 'png', colours),
    },
  ]
  return (
    <MenuButton
      label="Picture"
      title="Save the graph as a picture"
      items={() => (dark ? [...items('light', ', light'), 'line', ...items('page', ', dark')] : items('page', ''))}
    />
  )
}
