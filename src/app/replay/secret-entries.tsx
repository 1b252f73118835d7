interface SecretEntriesProps {
  readonly ids: readonly string[]
  readonly values: Readonly<Record<string, string>>
  readonly onChange: (values: Readonly<Record<string, string>>) => void
}

/** Asks for the secrets that an account does not tell. */
export function SecretEntries({ ids, values, onChange }: SecretEntriesProps) {
  if (ids.length === 0) return null
  return (
    <fieldset>
      <legend>What the account keeps to itself</legend>
      {ids.map(id => (
        <label key={id}>
          <span className="pw-mono">*{id}</span>
          <input
            className="pw-entry"
            type="password"
            autoComplete="off"
            value={values[id] ?? ''}
            onChange={event => onChange({ ...values, [id]: event.target.value })}
          />
        </label>
      ))}
      <p className="pw-note">They become values of the new pipeline on this machine, marked as secret.</p>
    </fieldset>
  )
}
