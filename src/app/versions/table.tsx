import type { JudgedChange, JudgedField } from '../../core/versions/effect.ts'
import { valuesText } from '../../core/versions/words.ts'
import { Grid, type GridColumn } from '../ui/grid.tsx'
import { EffectMark, MarkSign } from './effect.tsx'
import { keyOf, ownerWord } from './select.ts'

interface Row {
  readonly change: JudgedChange
  readonly field?: JudgedField
}

interface TableProps {
  readonly changes: readonly JudgedChange[]
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
}

/** Every change, field by field: before, after, and what it does. */
export function ChangesTable({ changes, selected, onSelect }: TableProps) {
  const rows = changes.flatMap((change): Row[] => [{ change }, ...change.fields.map(field => ({ change, field }))])
  const columns: readonly GridColumn<Row>[] = [
    {
      id: 'what',
      header: 'Object and field',
      width: 'minmax(190px, 1.2fr)',
      cell: ({ change, field }) =>
        field ? (
          <span className="pw-changes-field pw-mono">{field.key}</span>
        ) : (
          <span>
            <b>{change.id}</b> <span className="pw-quiet">{change.was ? `was ${change.was}` : ownerWord(change)}</span>
          </span>
        ),
    },
    {
      id: 'kind',
      header: 'Change',
      width: '100px',
      cell: ({ change, field }) => <MarkSign mark={field?.kind ?? change.kind} />,
    },
    {
      id: 'before',
      header: 'Before',
      width: 'minmax(120px, 1.4fr)',
      cell: ({ field }) => field && <Said values={valuesText(field.before, field.secret)} />,
    },
    {
      id: 'after',
      header: 'After',
      width: 'minmax(120px, 1.4fr)',
      cell: ({ field }) => field && <Said values={valuesText(field.after, field.secret)} />,
    },
    {
      id: 'effect',
      header: 'Effect',
      width: '146px',
      cell: ({ change, field }) => <EffectMark effect={(field ?? change).effect} />,
    },
  ]
  return (
    <Grid
      label="Changes"
      columns={columns}
      count={rows.length}
      itemAt={at => rows[at]}
      isSelected={({ change, field }) => keyOf(change, field?.key) === selected}
      onOpen={({ change, field }) => onSelect(keyOf(change, field?.key))}
    />
  )
}

const Said = ({ values }: { readonly values: string }) =>
  values === '' ? (
    <span className="pw-quiet">–</span>
  ) : (
    <span className="pw-mono" title={values.length > 400 ? `${values.slice(0, 400)}…` : values}>
      {values}
    </span>
  )
