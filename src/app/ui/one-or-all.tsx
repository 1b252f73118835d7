interface OneOrAllProps {
  readonly label: string
  /** What is said while none is chosen, such as "All pipelines". */
  readonly all: string
  readonly value: string | undefined
  readonly options: readonly (readonly [value: string, words: string])[]
  /** Is called with undefined for all. */
  readonly onChange: (value: string | undefined) => void
}

/** A filter that lets through all, or what has one value. */
export const OneOrAll = ({ label, all, value, options, onChange }: OneOrAllProps) => (
  <select
    className="pw-entry"
    style={{ maxWidth: 240 }}
    aria-label={label}
    value={value ?? ''}
    onChange={event => onChange(event.target.value || undefined)}
  >
    <option value="">{all}</option>
    {options.map(([one, words]) => (
      <option key={one} value={one}>
        {words}
      </option>
    ))}
  </select>
)

interface PipelineFilterProps {
  readonly pipelines: readonly { readonly id: string; readonly name: string }[]
  readonly value: string | undefined
  readonly onChange: (pipelineId: string | undefined) => void
}

/** The filter by pipeline. */
export const PipelineFilter = ({ pipelines, value, onChange }: PipelineFilterProps) => (
  <OneOrAll
    label="Pipeline"
    all="All pipelines"
    value={value}
    options={pipelines.map(one => [one.id, one.name])}
    onChange={onChange}
  />
)
