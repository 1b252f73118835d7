import Button from '@cloudscape-design/components/button'
import type { ReactNode } from 'react'
import { Dialog } from '../ui/dialog.tsx'

interface FrameProps {
  readonly title: string
  readonly action: string
  readonly busy: boolean
  readonly disabled?: boolean
  readonly close: () => void
  readonly onAction: () => void
  readonly children: ReactNode
}

/** A dialog with one thing to do. */
export const Frame = ({ title, action, busy, disabled = false, close, onAction, children }: FrameProps) => (
  <Dialog
    header={title}
    close={close}
    actions={
      <Button variant="primary" loading={busy} disabled={disabled} onClick={onAction}>
        {action}
      </Button>
    }
  >
    <div className="pw-stack">{children}</div>
  </Dialog>
)
