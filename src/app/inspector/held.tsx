import { objectById } from '../../core/definition/query.ts'
import { editRules, ruleHolding } from '../../core/versions/rules.ts'
import { useActive } from '../state/active.ts'
import { Drawing } from '../ui/drawing.tsx'

/** Says, before anybody types, that the service holds a field as it is. The draft may change it all the same. */
export function HeldField({ owner, field }: { readonly owner: string; readonly field: string }) {
  const active = useActive()
  const rule = active && ruleHolding(active, owner, field)
  if (!rule) return null
  return (
    <p className="pw-held" title={`${rule.says} Source: ${rule.source}.`}>
      <Lock /> Held: this pipeline was activated, and the service refuses another {field}.
    </p>
  )
}

/** The same of an object as a whole. */
export function HeldObject({ id }: { readonly id: string }) {
  const active = useActive()
  const rule = editRules.find(one => one.name === 'objects-stay')
  if (!active || !rule || !objectById(active, id)) return null
  return (
    <p className="pw-held" title={`Source: ${rule.source}.`}>
      <Lock /> {rule.says}
    </p>
  )
}

const Lock = () => (
  <Drawing box={16} size={12} stroke={1.6}>
    <path d="M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
  </Drawing>
)
