import './parameters.css'
import { useId } from 'react'
import { isOptional, isSecret } from '../../core/definition/parameters.ts'
import { attribute } from '../../core/definition/query.ts'
import { S3Entry } from './s3-entry.tsx'
import type { Entry, Given } from './values.ts'

interface ParameterFieldProps {
  readonly entry: Entry
  readonly onChange: (values: readonly string[]) => void
  /** Takes a change back: the stored or default value stands again. */
  readonly onReset: () => void
}

const sources: Readonly<Record<Entry['source'], string>> = {
  given: 'changed here',
  stored: 'stored in the definition',
  default: 'default',
  none: 'no value yet',
}

interface ParameterFieldsProps {
  readonly entries: readonly Entry[]
  readonly given: Given
  readonly onGiven: (given: Given) => void
}

/** A field for each parameter; what is changed in them is given, what is taken back is not. */
export const ParameterFields = ({ entries, given, onGiven }: ParameterFieldsProps) =>
  entries.map(entry => (
    <ParameterField
      key={entry.id}
      entry={entry}
      onChange={values => onGiven({ ...given, [entry.id]: values })}
      onReset={() => onGiven(Object.fromEntries(Object.entries(given).filter(([id]) => id !== entry.id)))}
    />
  ))

/** One parameter as its type wants it: a list to choose from, a number, an address in S3, lines of a list, a secret. */
export function ParameterField({ entry, onChange, onReset }: ParameterFieldProps) {
  const { id, parameter, source, problem } = entry
  const field = useId()
  const about = useId()
  const help = attribute(parameter, 'helpText')
  const link = attribute(parameter, 'helpLink')
  const linkWords = attribute(parameter, 'helpLabel') ?? 'more'
  return (
    <div className="pw-param">
      <label htmlFor={field}>
        <b>{attribute(parameter, 'description') ?? id}</b>
        <span>
          {id}
          {isOptional(parameter) && ', optional'}
        </span>
      </label>
      <div>
        <Control entry={entry} field={field} about={about} onChange={onChange} />
        <div className="pw-param-under" id={about}>
          {problem !== undefined && <span className="pw-param-problem">{problem}</span>}
          <span className={source === 'given' ? 'pw-param-changed' : undefined}>{sources[source]}</span>
          {source === 'given' && (
            <button type="button" className="pw-plain pw-link" onClick={onReset}>
              take back
            </button>
          )}
          <span>{typeWords(entry)}</span>
          {help !== undefined && <span>{help}</span>}
          {link !== undefined && /^https?:/.test(link) && (
            <a className="pw-link" href={link} target="_blank" rel="noreferrer">
              {linkWords}
            </a>
          )}
        </div>
      </div>
    </div>
  )
}

const typeOf = ({ parameter }: Entry) => attribute(parameter, 'type') ?? 'String'
const isList = ({ parameter }: Entry) => attribute(parameter, 'isArray')?.toLowerCase() === 'true'

function typeWords(entry: Entry): string {
  const words: Readonly<Record<string, string>> = {
    Integer: 'whole number',
    Double: 'number',
    'AWS::S3::ObjectKey': 'S3 address',
    String: 'text',
  }
  return `${words[typeOf(entry)] ?? typeOf(entry)}${isList(entry) ? ', one a line' : ''}`
}

interface ControlProps {
  readonly entry: Entry
  readonly field: string
  readonly about: string
  readonly onChange: (values: readonly string[]) => void
}

function Control({ entry, field, about, onChange }: ControlProps) {
  const { parameter, values, problem } = entry
  const allowed = parameter.attributes.filter(one => one.key === 'allowedValues').map(one => one.stringValue)
  const common = { id: field, className: 'pw-entry', 'aria-describedby': about, 'aria-invalid': problem !== undefined }
  const type = typeOf(entry)
  const single = (text: string) => onChange(text === '' && isOptional(parameter) ? [] : [text])
  if (isSecret(parameter))
    return (
      <input
        {...common}
        type="password"
        autoComplete="new-password"
        placeholder={entry.source === 'given' || values.length === 0 ? '' : '••••••••  keeps what the definition has'}
        value={entry.source === 'given' ? (values[0] ?? '') : ''}
        onChange={event => single(event.target.value)}
      />
    )
  if (isList(entry) && allowed.length > 0)
    return (
      <div className="pw-row" id={field}>
        {allowed.map(one => (
          <label key={one} className="pw-status">
            <input
              type="checkbox"
              checked={values.includes(one)}
              onChange={event =>
                onChange(event.target.checked ? [...values, one] : values.filter(value => value !== one))
              }
            />
            {one}
          </label>
        ))}
      </div>
    )
  if (isList(entry))
    return (
      <textarea
        {...common}
        rows={Math.min(8, Math.max(2, values.length))}
        placeholder={attribute(parameter, 'watermark') ?? ''}
        value={values.join('\n')}
        onChange={event => onChange(event.target.value === '' ? [] : event.target.value.split('\n'))}
      />
    )
  if (allowed.length > 0)
    return (
      <select {...common} value={values[0] ?? ''} onChange={event => single(event.target.value)}>
        {(isOptional(parameter) || values.length === 0 || !allowed.includes(values[0] ?? '')) && (
          <option value={values[0] ?? ''}>{values[0] ?? ''}</option>
        )}
        {allowed.map(one => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    )
  const watermark = attribute(parameter, 'watermark')
  if (type === 'AWS::S3::ObjectKey')
    return (
      <S3Entry
        {...common}
        label={attribute(parameter, 'description') ?? parameter.id}
        kind={/\.\w+$/.test(watermark ?? values[0] ?? '') ? 'object' : 'folder'}
        placeholder={watermark ?? 's3://bucket/key'}
        value={values[0] ?? ''}
        onChange={single}
      />
    )
  return (
    <input
      {...common}
      type="text"
      inputMode={type === 'Integer' ? 'numeric' : type === 'Double' ? 'decimal' : 'text'}
      placeholder={watermark ?? ''}
      spellCheck={false}
      value={values[0] ?? ''}
      onChange={event => single(event.target.value)}
    />
  )
}
