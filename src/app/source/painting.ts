import { type Document, locate } from '../../core/definition/text.ts'
import type { Finding, Severity } from '../../core/validation/rule.ts'
import { spotOf } from '../../core/validation/spots.ts'
import { type Lines, linesOf, rangeOf } from './lines.ts'
import { monaco } from './monaco.ts'

/** What is marked in the pane: findings where they stand, and texts that are masked. */

const severities: Readonly<Record<Severity, monaco.MarkerSeverity>> = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
}

/** Problems of the text and findings of the checks, to the character. */
export function markersOf(document: Document, findings: readonly Finding[]): monaco.editor.IMarkerData[] {
  const lines = linesOf(document.text)
  return [
    ...document.problems.map(problem => ({
      ...rangeOf(lines, { offset: problem.offset, length: Math.max(1, problem.length) }),
      severity: severities[problem.severity],
      message: problem.message,
      source: problem.code,
    })),
    ...findings.map(finding => ({
      ...rangeOf(lines, spotOf(document, finding)),
      severity: severities[finding.severity],
      message: finding.message,
      source: finding.code,
    })),
  ]
}

export const sameMarkers = (
  a: readonly monaco.editor.IMarkerData[],
  b: readonly monaco.editor.IMarkerData[],
): boolean =>
  a.length === b.length &&
  a.every((one, at) => {
    const other = b[at]
    return (
      one.message === other?.message &&
      one.severity === other.severity &&
      one.startLineNumber === other.startLineNumber &&
      one.startColumn === other.startColumn &&
      one.endLineNumber === other.endLineNumber &&
      one.endColumn === other.endColumn
    )
  })

/** Texts behind a star are masked; an expression in their place is no secret. */
export function secretRanges(document: Document, lines: Lines): monaco.editor.IModelDeltaDecoration[] {
  const options = {
    inlineClassName: 'pw-source-secret',
    hoverMessage: { value: 'A secret: shown in the form on demand.' },
  }
  const { objects, values, parameters } = document.definition
  const spans = [
    ...objects.flatMap(object =>
      object.fields.flatMap(field =>
        field.key.startsWith('*') && field.stringValue && !field.stringValue.includes('#{')
          ? (locate(document, { object: object.id, field: field.key }, 'value') ?? [])
          : [],
      ),
    ),
    ...values.flatMap(value =>
      value.id.startsWith('*') ? (locate(document, { value: value.id }, 'value') ?? []) : [],
    ),
    ...parameters.flatMap(one =>
      one.id.startsWith('*') ? (locate(document, { parameter: one.id, field: 'default' }, 'value') ?? []) : [],
    ),
  ]
  return spans.map(({ offset, length }) => ({
    range: rangeOf(lines, { offset: offset + 1, length: Math.max(0, length - 2) }),
    options,
  }))
}

/** The object that is selected, and the value that somebody is at, exactly. */
export function selectionRanges(
  document: Document,
  lines: Lines,
  selected: string | undefined,
  spot: Parameters<typeof locate>[1] | undefined,
): monaco.editor.IModelDeltaDecoration[] {
  const span = selected === undefined ? undefined : locate(document, { object: selected })
  const value = spot && locate(document, spot, 'value')
  return [
    ...(span
      ? [
          {
            range: rangeOf(lines, span),
            options: {
              isWholeLine: true,
              className: 'pw-source-selected',
              linesDecorationsClassName: 'pw-source-selected-rail',
            },
          },
        ]
      : []),
    ...(value ? [{ range: rangeOf(lines, value), options: { className: 'pw-source-spot' } }] : []),
  ]
}
