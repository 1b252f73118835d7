import type { AccountKind } from '../../core/catalog/schema.ts'
import { effectiveValue, objectById } from '../../core/definition/query.ts'
import { NamesEntry } from '../account/names-entry.tsx'
import { useDerived } from '../state/session.ts'
import type { ControlProps } from './line.tsx'

/** What an account of AWS has by this name, looked for in the region that the object is in, where it says one. */
export function AccountNameControl({ kind, ...props }: ControlProps & { readonly kind: AccountKind }) {
  const { id, owner, label, value, slot, invalid, describedBy, set, leave } = props
  const { definition } = useDerived()
  const object = objectById(definition, owner)
  const region = object && effectiveValue(definition, object, 'region')
  return (
    <NamesEntry
      id={id}
      kind={kind}
      label={label}
      value={value}
      onChange={set}
      onLeave={leave}
      region={region?.includes('#{') ? undefined : region}
      placeholder={slot.default === undefined ? undefined : `${slot.default} if left out`}
      invalid={invalid}
      describedBy={describedBy}
    />
  )
}
