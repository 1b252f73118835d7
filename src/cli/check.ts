import { type Limits, serviceLimits } from '../core/catalog/limits.ts'
import { lineColumn } from '../core/definition/text.ts'
import { readDefinition } from '../core/formats/index.ts'
import { validate } from '../core/validation/index.ts'
import type { Severity } from '../core/validation/rule.ts'
import { spotOf } from '../core/validation/spots.ts'
import { openSettings } from '../server/settings.ts'
import { type Command, jsonOption, printJson, readText } from './command.ts'
import { dataOf, dataOption } from './options.ts'

interface Printed {
  readonly code: string
  readonly severity: Severity
  readonly object?: string
  readonly field?: string
  readonly line: number
  readonly column: number
  readonly message: string
}

interface Checked {
  readonly file: string
  readonly format?: string
  readonly findings: readonly Printed[]
  /** Why the file cannot be read as a definition at all. */
  readonly unreadable?: string
}

export const check: Command = {
  name: 'check',
  usage: 'check FILE... [--data DIR] [--json]',
  summary:
    'Says what is wrong in definitions, and where. 0 clean, 1 errors, 2 unreadable. With --data, by the limits of its settings.',
  options: { ...dataOption, ...jsonOption },
  async run(values, files) {
    if (files.length === 0) throw new Error('Which file? pipewright check FILE...')
    const { dataDir } = dataOf(values)
    const limits = dataDir === undefined ? serviceLimits : openSettings(dataDir).limits()
    const checked = await Promise.all(files.map(file => checkFile(file, limits)))
    if (values.json) printJson({ files: checked })
    else for (const one of checked) print(one)
    if (checked.some(one => one.unreadable !== undefined)) return 2
    return checked.some(one => one.findings.some(f => f.severity === 'error')) ? 1 : 0
  },
}

async function checkFile(file: string, limits: Limits): Promise<Checked> {
  const text = await readText(file).catch((error: Error) => error)
  if (text instanceof Error) return { file, findings: [], unreadable: text.message }
  const { format, document, definition } = readDefinition(text)
  const at = (offset: number | undefined) => {
    const { line, column } = lineColumn(text, offset ?? 0)
    return { line, column }
  }
  const syntax = document.problems.map(
    ({ code, severity, message, offset }): Printed => ({ code, severity, message, ...at(offset) }),
  )
  if (definition.objects.length === 0 && definition.parameters.length === 0 && definition.values.length === 0)
    return {
      file,
      findings: syntax,
      unreadable:
        syntax[0]?.message ?? `${file} holds no pipeline definition: no objects, parameters or values were found.`,
    }
  const findings = validate(definition, limits).map((finding): Printed => {
    const { code, severity, at: place, message } = finding
    return {
      code,
      severity,
      ...(place.object !== undefined && { object: place.object }),
      ...(place.field !== undefined && { field: place.field }),
      message,
      ...at(spotOf(document, finding).offset),
    }
  })
  return { file, format, findings: [...syntax, ...findings] }
}

function print({ file, findings, unreadable }: Checked): void {
  for (const { code, severity, line, column, message } of findings)
    process.stdout.write(`${file}:${line}:${column} ${severity} ${message} [${code}]\n`)
  if (unreadable) process.stderr.write(`${file}: ${unreadable}\n`)
  const count = (wanted: Severity) => findings.filter(f => f.severity === wanted).length
  if (!unreadable)
    process.stderr.write(`${file}: ${count('error')} errors, ${count('warning')} warnings, ${count('info')} hints\n`)
}
