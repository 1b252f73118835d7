import type { ReactNode } from 'react'
import type { Family } from '../../core/catalog/schema.ts'
import { FamilyIcon, familyInk } from './family.tsx'

interface ObjectNameProps {
  readonly name: ReactNode
  readonly family: Family
  readonly title?: string
}

/** An object in a line of text: the icon of its family, then its name. */
export const ObjectName = ({ name, family, title }: ObjectNameProps) => (
  <span className="pw-object" title={title}>
    <span className="pw-object-icon" style={{ color: familyInk(family) }}>
      <FamilyIcon family={family} size={14} />
    </span>
    <span className="pw-cut">{name}</span>
  </span>
)
