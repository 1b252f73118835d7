import { useMemo } from 'react'
import { read } from '../../core/definition/text.ts'
import { FlowLine } from './flow-line.tsx'
import { groups, type Template } from './templates/template.ts'

interface TemplateSourceProps {
  readonly templates: readonly Template[]
  readonly chosen: Template
  readonly choose: (name: string) => void
}

/** The templates by subject, and of the chosen one what it does. */
export function TemplateSource({ templates, chosen, choose }: TemplateSourceProps) {
  const definition = useMemo(() => read(chosen.text).definition, [chosen])
  return (
    <div className="pw-create-templates">
      <div className="pw-create-list">
        {groups.map(group => (
          <fieldset key={group}>
            <legend>{group}</legend>
            {templates
              .filter(one => one.group === group)
              .map(one => (
                <label key={one.name} data-chosen={one === chosen}>
                  <input type="radio" name="template" checked={one === chosen} onChange={() => choose(one.name)} />
                  <span>{one.title}</span>
                </label>
              ))}
          </fieldset>
        ))}
      </div>
      <section className="pw-create-about" aria-label={chosen.title}>
        <h3>{chosen.title}</h3>
        <p>{chosen.about}</p>
        <FlowLine definition={definition} />
        <ol>
          {chosen.steps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {chosen.console && <p className="pw-note">In the console of AWS: {chosen.console}.</p>}
      </section>
    </div>
  )
}
