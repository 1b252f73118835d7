import './s3-picker.css'
import { lazy, Suspense, useRef, useState } from 'react'

const S3Dialog = lazy(async () => ({ default: (await import('./s3-dialog.tsx')).S3Dialog }))

export interface S3PickerProps {
  /** The address so far: where the search begins. An expression in it is looked past. */
  readonly value: string
  readonly onChange: (uri: string) => void
  /** Whether a folder is wanted, which ends with a slash, or an object. */
  readonly kind: 'folder' | 'object'
  /** What the address is for, in the heading and for people who hear it. */
  readonly label?: string
  readonly disabled?: boolean
}

/** A button that opens the local S3 store to choose a folder or an object from. */
export function S3Picker({ value, onChange, kind, label, disabled = false }: S3PickerProps) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="pw-btn pw-s3-browse"
        aria-haspopup="dialog"
        aria-label={label ? `Browse the store for ${label}` : 'Browse the store'}
        title={`Choose ${kind === 'folder' ? 'a folder' : 'an object'} of the store on this machine`}
        disabled={disabled}
        onClick={() => setOpen(true)}
      >
        Browse…
      </button>
      {open && (
        <Suspense fallback={null}>
          <S3Dialog
            value={value}
            kind={kind}
            label={label}
            close={close}
            choose={uri => {
              onChange(uri)
              close()
            }}
          />
        </Suspense>
      )}
    </>
  )
}
