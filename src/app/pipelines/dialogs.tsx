import { ActivateDialog } from '../activation/dialog.tsx'
import type { DialogProps } from './acting.tsx'
import { Clone } from './clone.tsx'
import { Deactivate } from './deactivate.tsx'
import { Delete } from './delete.tsx'
import { ExportDialog } from './export.tsx'
import { TagsDialog } from './tags.tsx'

/** The dialog for a named action on some pipelines. */
export function Dialogs({ what, about, close }: DialogProps & { readonly what: string }) {
  const [one] = about
  if (!one) return null
  if (what === 'activate') return <ActivateDialog about={about} close={close} />
  if (what === 'deactivate') return <Deactivate about={about} close={close} />
  if (what === 'clone') return <Clone about={about} close={close} />
  if (what === 'export') return <ExportDialog about={about} close={() => close(false)} />
  if (what === 'tags') return <TagsDialog pipeline={one} close={close} />
  if (what === 'delete') return <Delete about={about} close={close} />
  return null
}
