import Button from '@cloudscape-design/components/button'
import Modal, { type ModalProps } from '@cloudscape-design/components/modal'
import { type ReactNode, useEffect } from 'react'

type DialogProps = Omit<ModalProps, 'onDismiss' | 'visible' | 'closeAriaLabel'> & {
  readonly visible?: boolean
  readonly close: () => void
  /** Buttons for what it may come to; one that leaves stands before them. */
  readonly actions?: ReactNode
  /** What the button that leaves is called. */
  readonly leave?: string
  /** What is said beside the buttons. */
  readonly aside?: ReactNode
}

/**
 * A dialog over a view. Escape leaves it wherever the focus is: what had the focus may have gone meanwhile, or the
 * menu that opened the dialog may have taken it back, and a key must not be lost for that.
 */
export function Dialog({ visible = true, close, actions, leave = 'Cancel', aside, ...rest }: DialogProps) {
  useEffect(() => {
    if (!visible) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.activeElement?.closest('[role="dialog"], dialog')) return
      // Before the view beneath takes the key for its own.
      event.stopPropagation()
      close()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [visible, close])
  const footer = actions && (
    <div className="pw-row" style={{ justifyContent: 'flex-end' }}>
      {aside}
      <Button variant="link" onClick={close}>
        {leave}
      </Button>
      {actions}
    </div>
  )
  return <Modal footer={footer} {...rest} visible={visible} closeAriaLabel="Close" onDismiss={close} />
}
