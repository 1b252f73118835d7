import { useEffect, useRef } from 'react'
import { typed } from '../../core/definition/commands.ts'
import { applyEdits } from '../../core/definition/edit.ts'
import { type Document, locate, nearest } from '../../core/definition/text.ts'
import { useEngineNow } from '../data/clock.ts'
import { check, findingsKnown, onChecked } from '../state/checks.ts'
import { derive } from '../state/derived.ts'
import { type Session, useSession } from '../state/session.ts'
import { largeChange } from '../state/slices.ts'
import { followCaret } from './caret.ts'
import { createChase } from './chase.ts'
import { formatNow } from './formatting.ts'
import { asShown, editsOf, type Lines, linesOf, rangeOf } from './lines.ts'
import { language, monaco } from './monaco.ts'
import { markersOf, sameMarkers, secretRanges, selectionRanges } from './painting.ts'
import { provide } from './providers.ts'
import { useTextTheme } from './themes.ts'

/** Monaco as a view of the document: what is typed becomes a command, what others do becomes edits of its text. */
export function TextEditor() {
  const session = useSession()
  const box = useRef<HTMLDivElement>(null)
  const now = useRef(0)
  now.current = useEngineNow(60_000)
  useTextTheme()
  useEffect(() => (box.current ? mount(session, box.current, () => now.current) : undefined), [session])
  return <div ref={box} style={{ height: '100%' }} />
}

function mount(session: Session, box: HTMLElement, now: () => number): () => void {
  const { editor, view } = session
  const model = monaco.editor.createModel(asShown(editor.getState().document.text), language)
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  const pane = monaco.editor.create(box, { model, ...options() })
  pane.addAction({
    id: 'pipewright.format',
    label: 'Format the text',
    keybindings: [monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF],
    contextMenuGroupId: '1_modification',
    run: () => formatNow(session),
  })
  const marks = pane.createDecorationsCollection()
  const secrets = pane.createDecorationsCollection()
  let applying = false
  let shown: Lines = linesOf(editor.getState().document.text)

  const stopTyping = model.onDidChangeContent(event => {
    if (applying) return
    const edits = editsOf(shown, event.changes)
    shown = linesOf(applyEdits(shown.text, edits))
    const size = event.changes.reduce((sum, change) => sum + change.text.length + change.rangeLength, 0)
    if (chase.isOn() || size > largeChange) return chase.begin()
    editor.getState().run(typed(edits), { by: 'source', merge: 'typed' })
    settleOn(editor.getState().document)
  })

  const chase = createChase(editor, () => shown.text)

  /** Brings the pane to a document that others made, by its edits, so that the caret stays where it was. */
  const settleOn = (document: Document) => {
    if (chase.isOn() || document.text === shown.text) return
    const { change } = editor.getState()
    applying = true
    const before = shown
    shown = linesOf(document.text)
    if (follows(before.text, change.edits, document.text))
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
  const select = () => {
    const { selected, spot } = view.getState()
    marks.set(selectionRanges(editor.getState().document, shown, selected[0], spot?.place))
  }
  const mark = () => {
    const { document, whole } = editor.getState()
    select()
    secrets.set(secretRanges(document, shown))
    check(derive(document, whole).definition)
    markFindings()
  }
  const markFindings = () => {
    const { document, whole } = editor.getState()
    const findings = findingsKnown(derive(document, whole).definition)
    if (!findings) return
    const markers = markersOf(document, findings)
    // Most keys leave all marks where they are, and setting them is dear.
    if (sameMarkers(markers, marked)) return
    marked = markers
    monaco.editor.setModelMarkers(model, 'pipewright', [...markers])
  }

  const caret = followCaret(session, pane)
  const stopEditor = editor.subscribe((now, before) => {
    if (now.document === before.document) return
    chase.look()
    settleOn(now.document)
    soon(mark)
  })
  const stopView = view.subscribe((now, before) => {
    if (now.selected !== before.selected || now.spot !== before.spot) select()
    const { document } = editor.getState()
    if (now.wish !== before.wish && now.wish && now.wish.from !== 'source') {
      const { place } = now.wish
      const named = place.object !== undefined || place.parameter !== undefined || place.value !== undefined
      const span = now.wish.span ?? (named ? nearest(document, place) : undefined)
      if (span) show(span)
      if (now.wish.to === 'source') pane.focus()
    } else if (now.spot !== before.spot && now.spot && now.spot.from !== 'source') {
      const span = locate(document, now.spot.place, 'value')
      if (span) show(span)
    } else if (now.selected !== before.selected && !caret.leads()) {
      const [selected] = now.selected
      const span = selected === undefined ? undefined : locate(document, { object: selected })
      if (span) show(span)
    }
  })
  const show = (span: { offset: number; length: number }) => {
    const range = rangeOf(shown, { offset: span.offset, length: 0 })
    pane.revealRangeNearTop(range, monaco.editor.ScrollType.Immediate)
    if (!pane.hasTextFocus()) pane.setPosition({ lineNumber: range.startLineNumber, column: range.startColumn })
  }

  /** Not in the frame that shows the letter typed, but before one has noticed. */
  let marking: ReturnType<typeof setTimeout> | undefined
  const soon = (work: () => void) => {
    clearTimeout(marking)
    marking = setTimeout(work, 40)
  }
  const stopProviding = provide(session, model, pane, now)
  const stopChecks = onChecked(markFindings)
  mark()
  const [selected] = view.getState().selected
  const first =
    view.getState().wish?.span ??
    (selected === undefined ? undefined : locate(editor.getState().document, { object: selected }))
  if (first) show(first)
  if (view.getState().wish?.to === 'source') pane.focus()

  return () => {
    chase.end()
    clearTimeout(marking)
    stopTyping.dispose()
    caret.stop()
    stopEditor()
    stopView()
    stopProviding()
    stopChecks()
    pane.dispose()
    model.dispose()
  }
}

const options = (): monaco.editor.IStandaloneEditorConstructionOptions => ({
  automaticLayout: true,
  // What is forced by the system comes with our own theme.
  autoDetectHighContrast: false,
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
  suggest: { showWords: false, showStatusBar: true, snippetsPreventQuickSuggestions: false },
  parameterHints: { enabled: true },
  formatOnType: false,
  formatOnPaste: false,
  renderLineHighlight: 'line',
  overviewRulerBorder: false,
  padding: { top: 6 },
  lineNumbersMinChars: 4,
})

/** Whether edits make one text of another; those that do not fit the text do not. */
function follows(from: string, edits: Parameters<typeof applyEdits>[1], to: string): boolean {
  try {
    return applyEdits(from, edits) === to
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
