import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { catalog } from '../../core/catalog/index.ts'
import { effectiveValue, objectById, typeOf } from '../../core/definition/query.ts'
import { environmentQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useDerived } from '../state/session.ts'
import { formatUsd } from '../ui/money.ts'
import { useOutside } from '../ui/outside.ts'
import type { ControlProps } from './line.tsx'
import { defaultRegion, findMachines, type MachineChoice, machineChoices, priceBasis } from './machines.ts'

const mostShown = 200

/** A machine: written, or found in a list with what it has and what it costs an hour where it is to stand. */
export function InstanceTypeControl(props: ControlProps) {
  const { id, owner, value, invalid, describedBy, slot, set, leave } = props
  const { definition } = useDerived()
  const home = useQuery(environmentQuery(useService())).data?.region
  const list = useId()
  const frame = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  // What is written already is no search: the whole list is offered until somebody types.
  const [searching, setSearching] = useState(false)
  useOutside(frame, open, () => setOpen(false))
  const object = objectById(definition, owner)
  const written = object && effectiveValue(definition, object, 'region')
  const region = written === undefined || written.includes('#{') ? (home ?? defaultRegion) : written
  const slots = Object.values(catalog.get((object && typeOf(definition, object)) ?? '')?.slots ?? {})
  const cluster = slots.filter(one => one.kind === 'instanceType').length > 1
  const all = useMemo(() => machineChoices(region, cluster), [region, cluster])
  const found = searching ? findMachines(all, value) : all
  const shown = found.slice(0, mostShown)
  const chosen = all.find(one => one.type === value)

  const choose = (choice: MachineChoice | undefined) => {
    if (!choice) return
    set(choice.type)
    setOpen(false)
    setSearching(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      const next = open ? (at + step + shown.length) % Math.max(1, shown.length) : 0
      setOpen(true)
      setAt(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      choose(shown[at])
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
    }
  }

  return (
    <span className="pw-machine" ref={frame}>
      <span className="pw-field-value" style={{ marginTop: 0 }}>
        <input
          id={id}
          className="pw-input"
          role="combobox"
          aria-expanded={open}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={open && shown.length > 0 ? `${list}-${at}` : undefined}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          data-code={value.includes('#{')}
          spellCheck={false}
          autoComplete="off"
          placeholder={slot.default === undefined ? 'm5.xlarge' : `${slot.default} if left out`}
          value={value}
          onChange={event => {
            set(event.target.value)
            setSearching(true)
            setOpen(true)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          onBlur={leave}
        />
        <button
          type="button"
          className="pw-icon-button"
          style={{ width: 44 }}
          aria-expanded={open}
          aria-label={`List the instance types for ${props.label}`}
          title="All instance types, with what they cost"
          onClick={() => {
            setSearching(false)
            setAt(0)
            setOpen(!open)
          }}
        >
          List
        </button>
      </span>
      {chosen && !open && <span className="pw-from">{factsOf(chosen)}</span>}
      {open && (
        <span className="pw-beneath pw-machine-list">
          <span id={list} role="listbox" aria-label={`Instance types for ${props.label}`}>
            {shown.map((choice, n) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, as a combobox has it.
              <span
                key={choice.type}
                id={`${list}-${n}`}
                role="option"
                tabIndex={-1}
                aria-selected={n === at}
                onMouseDown={event => event.preventDefault()}
                onClick={() => choose(choice)}
              >
                <b>{choice.type}</b>
                <span>{choice.vCpu === undefined ? '' : `${choice.vCpu} vCPU`}</span>
                <span>{choice.gib === undefined ? '' : `${choice.gib} GiB`}</span>
                <span className="pw-number">
                  {choice.hourly === undefined
                    ? 'price unknown'
                    : `${formatUsd(choice.hourly + (choice.emrFee ?? 0))}/h`}
                </span>
                <small>
                  {[choice.retired && 'retired generation', !choice.listed && 'not in the guide']
                    .filter(Boolean)
                    .join(', ')}
                </small>
              </span>
            ))}
            {shown.length === 0 && (
              <small className="pw-quiet">No known type is called so; it may be used all the same.</small>
            )}
          </span>
          <span className="pw-from pw-machine-foot">
            {priceBasis(region)}
            {cluster && ', EMR fee included'}. Search by name, or by “8 vcpu” or “32 gib”.
            {found.length > shown.length && ` The first ${mostShown} of ${found.length}.`}
          </span>
        </span>
      )}
    </span>
  )
}

function factsOf({ vCpu, gib, hourly, emrFee, retired }: MachineChoice): string {
  const facts = [
    vCpu !== undefined && `${vCpu} vCPU`,
    gib !== undefined && `${gib} GiB`,
    hourly === undefined ? 'price unknown' : `${formatUsd(hourly)} an hour`,
    emrFee !== undefined && `${formatUsd(emrFee)} EMR fee`,
    retired && 'of a retired generation',
  ]
  return facts.filter(Boolean).join(', ')
}
