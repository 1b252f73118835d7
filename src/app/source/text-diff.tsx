import { useEffect, useRef } from 'react'
import { language, monaco } from './monaco.ts'
import { useTextTheme } from './themes.ts'

interface TextDiffProps {
  readonly before: string
  readonly after: string
}

/** Two texts side by side, line by line; nothing can be typed. */
export function TextDiff({ before, after }: TextDiffProps) {
  useTextTheme()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!box.current) return
    const [original, modified] = [before, after].map(text => monaco.editor.createModel(text, language))
    if (!original || !modified) return
    const pane = monaco.editor.createDiffEditor(box.current, {
      automaticLayout: true,
      autoDetectHighContrast: false,
      readOnly: true,
      originalEditable: false,
      fontSize: 12.5,
      lineHeight: 18,
      fontFamily: getComputedStyle(document.body).getPropertyValue('--pw-mono'),
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: false,
      hideUnchangedRegions: { enabled: true },
      renderOverviewRuler: false,
      renderFinalNewline: 'on',
      diffAlgorithm: 'advanced',
      renderMarginRevertIcon: false,
    })
    pane.getOriginalEditor().updateOptions({ ariaLabel: 'The text before' })
    pane.getModifiedEditor().updateOptions({ ariaLabel: 'The text after' })
    pane.setModel({ original, modified })
    const stop = pane.onDidUpdateDiff(() => {
      stop.dispose()
      pane.revealFirstDiff()
    })
    return () => {
      stop.dispose()
      pane.dispose()
      original.dispose()
      modified.dispose()
    }
  }, [before, after])
  return <div ref={box} className="pw-text-diff" />
}
