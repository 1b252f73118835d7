import type { Finding } from './rule.ts'

/** A verdict of the service, as PutPipelineDefinition answers it. */
export interface ServiceVerdict {
  readonly validationErrors?: readonly { readonly id?: string | undefined; readonly [key: string]: unknown }[]
  readonly validationWarnings?: readonly { readonly id?: string | undefined; readonly [key: string]: unknown }[]
}

/** What is said of an object, and who says so. */
export interface Said {
  readonly object: string
  readonly severity: 'error' | 'warning'
  readonly by: 'both' | 'service' | 'ours'
  /** In the service's words where it says so. */
  readonly text: string
  /** Of what our checks say. */
  readonly finding?: Finding
}

/**
 * What the service says of a definition beside what our checks say. Both are taken to say the same where they mean the
 * same object and the service's words end with ours, or name the same field at the same severity.
 */
export function agreementOf(verdict: ServiceVerdict, findings: readonly Finding[]): readonly Said[] {
  const ours = findings.filter(one => one.severity !== 'info')
  const left = new Set(ours)
  const said = [
    ...linesOf(verdict.validationErrors, 'errors', 'error'),
    ...linesOf(verdict.validationWarnings, 'warnings', 'warning'),
  ].map((line): Said => {
    const finding = ours.find(one => left.has(one) && isSame(line, one))
    if (!finding) return { ...line, by: 'service' }
    left.delete(finding)
    return { ...line, by: 'both', finding }
  })
  const onlyOurs = [...left].map(
    (finding): Said => ({
      object: placeOf(finding),
      severity: finding.severity === 'error' ? 'error' : 'warning',
      by: 'ours',
      text: finding.message,
      finding,
    }),
  )
  return [...said, ...onlyOurs].toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning') || a.object.localeCompare(b.object),
  )
}

type Line = Pick<Said, 'object' | 'severity' | 'text'>

function linesOf(groups: ServiceVerdict['validationErrors'], key: string, severity: Said['severity']): readonly Line[] {
  return (groups ?? []).flatMap(group => {
    const texts = group[key]
    if (!Array.isArray(texts)) return []
    return texts.map(text => ({ object: group.id ?? 'Default', severity, text: String(text) }))
  })
}

function isSame({ object, severity, text }: Line, finding: Finding): boolean {
  if (placeOf(finding) !== object || finding.severity !== severity) return false
  return text.endsWith(finding.message) || (finding.at.field !== undefined && text.includes(`'${finding.at.field}'`))
}

const placeOf = ({ at }: Finding): string => at.object ?? at.parameter ?? at.value ?? 'Default'
