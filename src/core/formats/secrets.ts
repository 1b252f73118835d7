import type { Definition, Place } from '../definition/model.ts'

/** A secret that a template must not carry, and the name its stand-in goes by. */
export interface Secret {
  /** Letters and digits, beginning with a capital; unique. */
  readonly name: string
  readonly at: Place
}

/**
 * A definition whose secrets are replaced: values of fields and parameters marked with a star become what `stand`
 * makes of their name. Expressions stay, for they say nothing.
 */
export function withoutSecrets(
  definition: Definition,
  stand: (name: string) => string,
): { readonly definition: Definition; readonly secrets: readonly Secret[] } {
  const secrets: Secret[] = []
  const hide = (words: string, at: Place): string => {
    const base = words.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase())
    const plain = base.charAt(0).toUpperCase() + base.slice(1)
    const stem = /^[A-Z]/.test(plain) && !/^Pipeline(Name)?$/.test(plain) ? plain : `Secret${plain}`
    const taken = secrets.filter(one => one.name === stem || one.name.startsWith(`${stem}Of`)).length
    const name = taken === 0 ? stem : `${stem}Of${taken + 1}`
    secrets.push({ name, at })
    return stand(name)
  }
  return {
    definition: {
      objects: definition.objects.map(object => ({
        ...object,
        fields: object.fields.map(field =>
          field.key.startsWith('*') && field.stringValue !== undefined && isSecret(field.stringValue)
            ? {
                key: field.key,
                stringValue: hide(`${object.id} ${field.key}`, { object: object.id, field: field.key }),
              }
            : field,
        ),
      })),
      parameters: definition.parameters.map(parameter => ({
        ...parameter,
        attributes: parameter.attributes.map(attribute =>
          parameter.id.startsWith('*') && attribute.key === 'default' && isSecret(attribute.stringValue)
            ? {
                key: 'default',
                stringValue: hide(`${parameter.id} default`, { parameter: parameter.id, field: 'default' }),
              }
            : attribute,
        ),
      })),
      values: definition.values.map(value =>
        value.id.startsWith('*') && isSecret(value.stringValue)
          ? { id: value.id, stringValue: hide(value.id, { value: value.id }) }
          : value,
      ),
    },
    secrets,
  }
}

/** Empty text, an expression alone, or what a template computes is no secret. */
export const isSecret = (text: string) =>
  text !== '' && !/^#\{[^}]*\}$/.test(text) && !/^\{"(Ref|Fn::\w+)":/.test(text) && !/^\$\{[^}]*\}$/.test(text)
