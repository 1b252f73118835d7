import './parameters.css'
import { S3Picker } from '../ui/s3-picker.tsx'

interface S3EntryProps {
  readonly id?: string
  readonly className?: string
  /** What the location is for, in a few words. */
  readonly label: string
  readonly kind: 'folder' | 'object'
  readonly placeholder: string
  readonly value: string
  readonly onChange: (uri: string) => void
}

/** A location in S3: typed, or picked from the store of this machine. */
export const S3Entry = ({ label, kind, value, onChange, className = 'pw-entry', ...rest }: S3EntryProps) => (
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
    <S3Picker value={value} onChange={onChange} kind={kind} label={label} />
  </div>
)
