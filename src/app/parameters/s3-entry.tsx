import '../ui/controls.css'
import './parameters.css'
import { lazy, Suspense, useState } from 'react'

const S3Picker = lazy(() => import('./s3-picker.tsx').then(room => ({ default: room.S3Picker })))

interface S3EntryProps {
  readonly id?: string
  readonly className?: string
  /** What the location is for, in a few words. */
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (uri: string) => void
}

/** A location in S3: typed, or picked from the store of this machine. */
export function S3Entry({ label, value, onChange, className = 'pw-entry', ...rest }: S3EntryProps) {
  const [picking, setPicking] = useState(false)
  return (
    <div className="pw-s3">
      <input
        {...rest}
        {...(rest.id === undefined && { 'aria-label': label })}
        className={className}
        type="text"
        spellCheck={false}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
      <button type="button" className="pw-btn" aria-label={`Browse S3 for: ${label}`} onClick={() => setPicking(true)}>
        Browse…
      </button>
      {picking && (
        <Suspense>
          <S3Picker
            title={label}
            start={value}
            choose={uri => {
              setPicking(false)
              if (uri !== undefined) onChange(uri)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
