import type { Slot } from '../../core/catalog/schema.ts'

export interface ControlProps {
  readonly id: string
  /** Id of the object that the field is of. */
  readonly owner: string
  readonly label: string
  readonly slot: Slot
  readonly value: string
  readonly isRef: boolean
  readonly invalid: boolean
  readonly describedBy: string | undefined
  /** Every key stroke; steps that follow quickly become one. */
  readonly set: (value: string) => void
  /** The focus left: what stayed empty may go. */
  readonly leave: () => void
}

interface LineProps extends ControlProps {
  readonly code?: boolean
  readonly numeric?: boolean
  readonly placeholder?: string
}

/** One line of text, as most values are. */
export const Line = ({ code, numeric, placeholder, ...props }: LineProps) => (
  <input
    {...common(props)}
    className="pw-input"
    data-code={code === true || props.value.includes('#{')}
    spellCheck={false}
    autoComplete="off"
    inputMode={numeric ? 'numeric' : undefined}
    placeholder={props.slot.default === undefined ? placeholder : `${props.slot.default} if left out`}
  />
)

/** What every control of a value has in common. */
export const common = ({ id, value, invalid, describedBy, set, leave }: ControlProps) => ({
  id,
  value,
  'aria-invalid': invalid,
  'aria-describedby': describedBy,
  onBlur: leave,
  onChange: (event: { target: { value: string } }) => set(event.target.value),
})
