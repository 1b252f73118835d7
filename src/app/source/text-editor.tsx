import { useEffect, useRef } from 'react'
import { typed } from '../../core/definition/commands.ts'
import { type Document, locate, nearest, placeAt } from '../../core/definition/text.ts'
import type { Severity } from '../../core/validation/rule.ts'
import { useAppearance } from '../state/appearance.ts'
import { derive, findingsOf } from '../state/derived.ts'
import { type Session, useSession } from '../state/session.ts'
import { asShown, editsOf, type Lines, linesOf, offsetAt, rangeOf } from './lines.ts'
import { language, monaco } from './monaco.ts'
import { provide } from './providers.ts'

/** Monaco as a view of the document: what is typed becomes a command, what others do becomes edits of its text. */
export function TextEditor() {
  const session = useSession()
  const theme = useAppearance(now => now.theme)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    monaco.editor.setTheme(`pipewright-${theme}`)
  }, [theme])
  useEffect(() => (box.current ? mount(session, box.current) : undefined), [session])
  return <div ref={box} style={{ height: '100%' }} />
}

function mount(session: Session, box: HTMLElement): () => void {
  const { editor, view } = session
  const model = monaco.editor.createModel(asShown(editor.getState().document.text), language)
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  const pane = monaco.editor.create(box, {
    model,
    automaticLayout: true,
    fontSize: 12.5,
    lineHeight: 18,
    fontFamily: getComputedStyle(document.body).getPropertyValue('--pw-mono'),
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    tabSize: 2,
    detectIndentation: true,
    fixedOverflowWidgets: true,
    ariaLabel: 'Text of the definition. Control M lets the Tab key leave it.',
    wordBasedSuggestions: 'off',
    quickSuggestions: { strings: true, other: true, comments: false },
    renderLineHighlight: 'line',
    overviewRulerBorder: false,
    padding: { top: 6 },
    lineNumbersMinChars: 4,
  })
  const marks = pane.createDecorationsCollection()
  const secrets = pane.createDecorationsCollection()
  let applying = false
  let shown: Lines = linesOf(editor.getState().document.text)

  const stopTyping = model.onDidChangeContent(event => {
    if (applying) return
    const edits = editsOf(shown, event.changes)
    shown = linesOf(applied(shown.text, edits))
    editor.getState().run(typed(edits), { by: 'source', merge: 'typed' })
    settleOn(editor.getState().document)
  })

  /** Brings the pane to a document that others made, by its edits, so that the caret stays where it was. */
  const settleOn = (document: Document) => {
    if (document.text === shown.text) return
    const { change } = editor.getState()
    applying = true
    const before = shown
    shown = linesOf(document.text)
    if (applied(before.text, change.edits) === document.text)
      model.pushEditOperations(
        [],
        change.edits.map(edit => ({ range: rangeOf(before, edit), text: asShown(`\u0001${edit.text}`).slice(1) })),
        () => null,
      )
    if (model.getValue(monaco.editor.EndOfLinePreference.LF) !== asShown(document.text))
      model.setValue(asShown(document.text))
    applying = false
  }

  let marked: readonly monaco.editor.IMarkerData[] = []
  const mark = () => {
    const { document, whole } = editor.getState()
    const [selected] = view.getState().selected
    const span = selected === undefined ? undefined : locate(document, { object: selected })
    marks.set(
      span
        ? [
            {
              range: rangeOf(shown, span),
              options: {
                isWholeLine: true,
                className: 'pw-source-selected',
                linesDecorationsClassName: 'pw-source-selected-rail',
              },
            },
          ]
        : [],
    )
    secrets.set(secretRanges(document, shown))
    const markers = markersOf(document, whole)
    // Most keys leave all marks where they are, and setting them is dear.
    if (sameMarkers(markers, marked)) return
    marked = markers
    monaco.editor.setModelMarkers(model, 'pipewright', [...markers])
  }

  let following = false
  const stopEditor = editor.subscribe((now, before) => {
    if (now.document === before.document) return
    settleOn(now.document)
    soon(mark)
  })
  const stopView = view.subscribe((now, before) => {
    if (now.selected !== before.selected) mark()
    if (now.wish !== before.wish && now.wish && now.wish.from !== 'source') {
      const { place } = now.wish
      const span =
        now.wish.span ??
        (place.object === undefined && place.parameter === undefined
          ? undefined
          : nearest(editor.getState().document, place))
      if (span) show(span)
      if (now.wish.to === 'source') pane.focus()
    } else if (now.selected !== before.selected && !following) {
      const [selected] = now.selected
      const span = selected === undefined ? undefined : locate(editor.getState().document, { object: selected })
      if (span) show(span)
    }
  })
  const show = (span: { offset: number; length: number }) => {
    const range = rangeOf(shown, span)
    pane.revealRangeNearTop(range, monaco.editor.ScrollType.Immediate)
    if (!pane.hasTextFocus()) pane.setPosition({ lineNumber: range.startLineNumber, column: range.startColumn })
  }

  /** The card of what the caret stands in is selected. */
  let timer: ReturnType<typeof setTimeout> | undefined
  const stopCaret = pane.onDidChangeCursorPosition(event => {
    if (event.source !== 'mouse' && event.source !== 'keyboard') return
    clearTimeout(timer)
    timer = setTimeout(() => {
      const position = pane.getPosition()
      const { document } = editor.getState()
      const place = position && placeAt(document, offsetAt(linesOf(document.text), position))
      if (place?.object === undefined || place.object === view.getState().selected[0]) return
      following = true
      view.setState({ selected: [place.object], wish: { place: { object: place.object }, from: 'source' } })
      following = false
    }, 120)
  })

  /** Not in the frame that shows the letter typed, but before one has noticed. */
  let marking: ReturnType<typeof setTimeout> | undefined
  const soon = (work: () => void) => {
    clearTimeout(marking)
    marking = setTimeout(work, 40)
  }
  const stopProviding = provide(session, model)
  mark()
  const [selected] = view.getState().selected
  const first =
    view.getState().wish?.span ??
    (selected === undefined ? undefined : locate(editor.getState().document, { object: selected }))
  if (first) show(first)
  if (view.getState().wish?.to === 'source') pane.focus()

  return () => {
    clearTimeout(timer)
    clearTimeout(marking)
    stopTyping.dispose()
    stopCaret.dispose()
    stopEditor()
    stopView()
    stopProviding()
    pane.dispose()
    model.dispose()
  }
}

function applied(text: string, edits: readonly { offset: number; length: number; text: string }[]): string {
  let result = ''
  let at = 0
  for (const edit of edits) {
    result += text.slice(at, edit.offset) + edit.text
    at = edit.offset + edit.length
  }
  return result + text.slice(at)
}

const severities: Readonly<Record<Severity, monaco.MarkerSeverity>> = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
}

/** Problems of the text and findings of the checks, where they stand. */
function markersOf(document: Document, whole: Parameters<typeof derive>[1]): monaco.editor.IMarkerData[] {
  const lines = linesOf(document.text)
  const { definition } = derive(document, whole)
  return [
    ...document.problems.map(problem => ({
      ...rangeOf(lines, { offset: problem.offset, length: Math.max(1, problem.length) }),
      severity: severities[problem.severity],
      message: problem.message,
      source: problem.code,
    })),
    ...findingsOf(definition).map(finding => ({
      ...rangeOf(lines, nearest(document, finding.at)),
      severity: severities[finding.severity],
      message: finding.message,
      source: finding.code,
    })),
  ]
}

const sameMarkers = (a: readonly monaco.editor.IMarkerData[], b: readonly monaco.editor.IMarkerData[]): boolean =>
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
function secretRanges(document: Document, lines: Lines): monaco.editor.IModelDeltaDecoration[] {
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
