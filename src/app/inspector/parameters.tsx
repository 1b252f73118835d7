import { useId } from 'react'
import { type ParameterAttributeType, parameterAttributes } from '../../core/catalog/parameters.ts'
import {
  addParameter,
  removeParameter,
  renameParameter,
  setParameterAttribute,
  setParameterValue,
} from '../../core/definition/commands.ts'
import type { Definition, ParameterObject } from '../../core/definition/model.ts'
import { bareId } from '../../core/definition/parameters.ts'
import { attribute } from '../../core/definition/query.ts'
import type { Finding } from '../../core/validation/rule.ts'
import { useFindings } from '../state/checks.ts'
import { useDerived, useRun } from '../state/session.ts'
import { FindingMark } from './finding.tsx'
import { RenameField } from './rename.tsx'

/** What one may be asked at launch: the parameters of the definition and the values kept for them. */
export function Parameters() {
  const { definition } = useDerived()
  const run = useRun()
  const findings = useFindings(definition)
  const { parameters } = definition
  return (
    <section aria-label="Parameters">
      {parameters.length === 0 && (
        <p className="pw-field-help">
          None yet. A parameter is asked for at launch and used in fields as #{'{'}myName{'}'}.
        </p>
      )}
      {parameters.map(parameter => (
        <Parameter
          key={parameter.id}
          parameter={parameter}
          definition={definition}
          findings={findings.filter(one => one.at.parameter === parameter.id || one.at.value === parameter.id)}
        />
      ))}
      <button
        type="button"
        className="pw-btn"
        style={{ marginTop: 10 }}
        onClick={() =>
          run(addParameter({ id: freeName(parameters), attributes: [{ key: 'type', stringValue: 'String' }] }))
        }
      >
        Add a parameter
      </button>
    </section>
  )
}

const freeName = (parameters: readonly ParameterObject[]): string => {
  for (let n = 1; ; n += 1) if (!parameters.some(one => bareId(one.id) === `myParameter${n}`)) return `myParameter${n}`
}

interface ParameterProps {
  readonly parameter: ParameterObject
  readonly definition: Definition
  readonly findings: readonly Finding[]
}

function Parameter({ parameter, definition, findings }: ParameterProps) {
  const run = useRun()
  const { id } = parameter
  const secret = id.startsWith('*')
  const stored = definition.values.filter(value => bareId(value.id) === bareId(id)).map(value => value.stringValue)
  const fallback = parameter.attributes.filter(one => one.key === 'default').map(one => one.stringValue)
  const now = stored.length > 0 ? stored : fallback
  const list = attribute(parameter, 'isArray')?.toLowerCase() === 'true'
  const written = Object.entries(parameterAttributes).filter(
    ([key, type]) => !type.undocumented || parameter.attributes.some(one => one.key === key),
  )
  return (
    <details className="pw-parameter">
      <summary title={attribute(parameter, 'description')}>
        <b className="pw-cut">{id}</b>
        <span className="pw-from pw-cut" style={{ maxWidth: 150 }}>
          {findings.some(finding => finding.severity === 'error') ? (
            <span style={{ color: 'var(--pw-error)' }}>needs attention</span>
          ) : now.length === 0 ? (
            'asked at launch'
          ) : secret ? (
            '••••••'
          ) : (
            now.join(', ')
          )}
        </span>
      </summary>
      <div className="pw-parameter-body">
        <RenameField
          label="Id"
          value={id}
          taken={other => definition.parameters.some(one => bareId(one.id) === bareId(other))}
          rename={to => run(renameParameter(id, to))}
        />
        {findings.map(finding => (
          <FindingMark key={finding.code + finding.message} finding={finding} />
        ))}
        <AttributeRow
          label="Value kept with the pipeline"
          help="Used at launch unless another is given there. Empty: the default counts."
          secret={secret}
          many={list}
          values={stored}
          set={values => run(setParameterValue(id, values), { merge: `value/${id}` })}
        />
        {written.map(([key, type]) => (
          <AttributeRow
            key={key}
            label={key}
            help={type.help}
            type={type}
            secret={secret && key === 'default'}
            many={type.many === true && (key !== 'default' || list)}
            values={parameter.attributes.filter(one => one.key === key).map(one => one.stringValue)}
            set={values => run(setParameterAttribute(id, key, values), { merge: `attribute/${id}/${key}` })}
          />
        ))}
        <button type="button" className="pw-text-button" onClick={() => run(removeParameter(id))}>
          Remove this parameter
        </button>
      </div>
    </details>
  )
}

interface AttributeProps {
  readonly label: string
  readonly help: string
  readonly type?: ParameterAttributeType
  readonly secret: boolean
  readonly many: boolean
  readonly values: readonly string[]
  readonly set: (values: string | readonly string[] | undefined) => void
}

/** One attribute. Lists are written one value a line. */
function AttributeRow({ label, help, type, secret, many, values, set }: AttributeProps) {
  const id = useId()
  const options = type?.kind === 'flag' ? ['true', 'false'] : type?.options
  const change = (text: string) => {
    if (text === '') return set(undefined)
    set(many ? text.split('\n') : text)
  }
  const common = {
    id,
    className: 'pw-input',
    spellCheck: false,
    placeholder: type?.default,
    value: values.join('\n'),
    onChange: (event: { target: { value: string } }) => change(event.target.value),
  }
  return (
    <div className="pw-field">
      <label htmlFor={id} className="pw-field-label">
        {label}
      </label>
      <p className="pw-field-help">{many ? `${help} One a line.` : help}</p>
      {options ? (
        <select {...common} value={options.find(one => one.toLowerCase() === values[0]?.toLowerCase()) ?? ''}>
          <option value="">{type?.default ? `${type.default} if left out` : 'Not said'}</option>
          {options.map(option => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : many ? (
        <textarea {...common} rows={Math.min(6, Math.max(2, values.length + 1))} />
      ) : (
        <input {...common} type={secret ? 'password' : 'text'} autoComplete="off" />
      )}
    </div>
  )
}
