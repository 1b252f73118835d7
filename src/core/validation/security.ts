/** Whether secrets stay secret. */

import { bareId } from '../definition/parameters.ts'
import { factsOf, nameOf, placeOf } from './facts.ts'
import { askFor, removeValue, renameField, renameParameter, setText } from './fixes.ts'
import { rule } from './rule.ts'

const openField = rule(
  'security/open-password',
  'warning',
  'object',
  'Fields with secrets are starred.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const { key, subject, text } = written
      if (key.startsWith('*') || text === undefined || !secretName.test(key) || written.slot) continue
      yield {
        at: placeOf(written),
        message: `${key} of ${subject.id} is kept and shown in the clear. With a star in front, *${key} is stored encrypted.`,
        fixes: subject.own.has(`*${key}`) ? [removeValue(written)] : [renameField(written, `*${key}`)],
      }
    }
  },
)

const literalSecret = rule(
  'security/literal-password',
  'warning',
  'object',
  'Passwords do not stand in the definition.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const { key, subject, text, slot, dynamic } = written
      if (
        text === undefined ||
        text === '' ||
        dynamic ||
        !(slot?.kind === 'secret' || /^\*my/.test(key) || (!slot && secretName.test(key))) ||
        /^<.*>$/.test(text)
      )
        continue
      yield {
        at: placeOf(written),
        message: `${key} of ${subject.id} stands here in the clear, for everybody who can read this file. Make it a parameter such as *myPassword and give its value at activation.`,
        fixes: [
          askFor(subject.id, key, `*my${subject.id.replace(/\W/g, '')}Password`, {
            description: `The password of ${subject.id}`,
          }),
        ],
      }
    }
  },
)

const openParameter = rule(
  'security/open-parameter',
  'warning',
  'whole',
  'Parameters with secrets are starred.',
  function* (definition) {
    for (const { id } of definition.parameters)
      if (!id.startsWith('*') && secretName.test(id))
        yield {
          at: { parameter: id },
          message: `${id} sounds like a secret, but its value is stored and shown in the clear. Call it *${id}.`,
          fixes: [renameParameter(id, `*${id}`)],
        }
  },
)

const secretDefault = rule(
  'security/secret-default',
  'warning',
  'whole',
  'Secrets have no default.',
  function* (definition) {
    for (const { id, attributes } of definition.parameters)
      if (
        id.startsWith('*') &&
        attributes.some(one => one.key === 'default' && one.stringValue !== '' && !one.stringValue.includes('#{'))
      )
        yield {
          at: { parameter: id, field: 'default', occurrence: 0 },
          message: `${bareId(id)} is a secret whose default stands in the definition for everybody to read. Give its value at activation.`,
        }
  },
)

const accessKey = rule(
  'security/access-key',
  'warning',
  'whole',
  'Access keys of AWS stay out of definitions.',
  function* (definition) {
    for (const written of factsOf(definition).written)
      if (written.text !== undefined && holdsAccessKey(written.text))
        yield {
          at: placeOf(written),
          message: `${nameOf(written)} holds an access key of AWS. Machines of a pipeline act by resourceRole; take the key out, and revoke it.`,
        }
    for (const { id, attributes } of definition.parameters)
      if (attributes.some(one => holdsAccessKey(one.stringValue)))
        yield {
          at: { parameter: id },
          message: `The parameter ${id} holds an access key of AWS. Take it out, and revoke it.`,
        }
  },
)

const passwordInCommand = rule(
  'security/password-in-command',
  'warning',
  'object',
  'Commands hold no passwords.',
  function* (definition) {
    for (const written of factsOf(definition).written) {
      const { slot, text } = written
      if (text === undefined || (slot?.kind !== 'script' && !argumentKeys.has(written.key))) continue
      if (!inCommand.test(text)) continue
      yield {
        at: placeOf(written),
        message: `${nameOf(written)} holds a password in the clear, which also ends up in logs. Let the command fetch it, or use a parameter such as *myPassword.`,
      }
    }
  },
)

const passwordInAddress = rule(
  'security/password-in-address',
  'warning',
  'object',
  'Addresses hold no passwords.',
  function* (definition) {
    for (const written of factsOf(definition).byKey.get('connectionString') ?? []) {
      const found = /[?;&](password|pwd)=(?!#\{)[^&;]+/i.exec(written.text ?? '')
      if (found)
        yield {
          at: placeOf(written),
          message: `${nameOf(written)} holds the password in the clear. It belongs into *password.`,
          fixes: [setText(written, (written.text ?? '').replace(found[0], '').replace(/^([^?]*?)&/, '$1?'))],
        }
    }
  },
)

const unencrypted = rule(
  'security/unencrypted',
  'info',
  'object',
  'Data at rest is encrypted.',
  function* (definition) {
    for (const written of factsOf(definition).byKey.get('s3EncryptionType') ?? [])
      if (written.text?.trim().toUpperCase() === 'NONE')
        yield {
          at: placeOf(written),
          message: `${written.subject.id} is written to S3 without encryption.`,
          fixes: [removeValue(written)],
        }
  },
)

const everybody = rule('security/root', 'info', 'object', 'Commands do not run as root.', function* (definition) {
  for (const written of factsOf(definition).byKey.get('runAsUser') ?? [])
    if (written.text === 'root')
      yield {
        at: placeOf(written),
        message: `${written.subject.id} runs its commands as root. Another user can break less.`,
      }
})

export const securityRules = [
  openField,
  literalSecret,
  openParameter,
  secretDefault,
  accessKey,
  passwordInCommand,
  passwordInAddress,
  unencrypted,
  everybody,
]

/** Names that fields and parameters with secrets usually have. */
export const looksSecret = (name: string): boolean => secretName.test(name)

const secretName = /passw(or)?d|secret|token(?!iz)|apikey|api_key|credential/i
const accessKeyId = /\b(AKIA|ASIA)[A-Z0-9]{16}\b/
/** Nearly no text has the letters, and finding them is quicker than the whole form. */
const holdsAccessKey = (text: string): boolean =>
  (text.includes('AKIA') || text.includes('ASIA')) && accessKeyId.test(text)
const inCommand =
  /\b(PGPASSWORD|MYSQL_PWD|password|passwd|pwd)\s*=\s*['"]?(?![$#'"<\s{])[^\s'";]{4,}|--password[= ]['"]?(?![$#'"<\s{-])\S{4,}/i
const argumentKeys: ReadonlySet<string> = new Set([
  'scriptArgument',
  'argument',
  'step',
  'scriptVariable',
  'jdbcProperties',
])
