import { slotOf } from '../../core/catalog/index.ts'
import type { Definition } from '../../core/definition/model.ts'
import type { ParameterValues } from '../../core/definition/parameters.ts'
import { effectiveFields, typeOf } from '../../core/definition/query.ts'
import { evaluateField } from '../../core/definition/scope.ts'
import { dateTime } from '../../core/expression/value.ts'

/** A command, script or query that a run would execute. */
export interface RunnableText {
  readonly object: string
  readonly name: string
  readonly type: string
  readonly field: string
  /** With these parameters put in, where that can be done before it runs; else as it is written. */
  readonly text: string
  readonly evaluated: boolean
}

/** Every script that a definition holds, and every script in S3 that it names, as a run at `at` would see them. */
export function commandsOf(definition: Definition, values: ParameterValues, at: number): readonly RunnableText[] {
  return definition.objects.flatMap(object => {
    const type = typeOf(definition, object)
    if (type === undefined) return []
    const keys = new Set(
      effectiveFields(definition, object)
        .map(field => field.key)
        .filter(
          key =>
            slotOf(type, key)?.kind === 'script' ||
            (/script.*uri|jaruri/i.test(key) && slotOf(type, key)?.kind === 's3'),
        ),
    )
    return [...keys].flatMap(field => {
      const runtime = (_: string, name: string) =>
        /^@?(scheduled|actual)(Start|End)Time$/.test(name) ? dateTime(at) : undefined
      const result = evaluateField({ definition, object, values, runtime }, field)
      const evaluated = !('error' in result)
      const written = effectiveFields(definition, object).filter(one => one.key === field)
      return (evaluated ? result.fields : written).flatMap(({ stringValue }) =>
        stringValue === undefined
          ? []
          : [{ object: object.id, name: object.name, type, field, text: stringValue, evaluated }],
      )
    })
  })
}
