import Modal, { type ModalProps } from '@cloudscape-design/components/modal'
import { useEffect } from 'react'

type DialogProps = Omit<ModalProps, 'onDismiss' | 'visible' | 'closeAriaLabel'> & {
  readonly visible?: boolean
  readonly close: () => void
}

/**
 * A dialog over a view. Escape leaves it wherever the focus is: what had the focus may have gone meanwhile, or the
 * menu that opened the dialog may have taken it back, and a key must not be lost for that.
 */
export function Dialog({ visible = true, close, ...rest }: DialogProps) {
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
  return <Modal {...rest} visible={visible} closeAriaLabel="Close" onDismiss={close} />
}
