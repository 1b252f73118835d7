import { useRef, useState } from 'react'
import type { Finding } from '../../core/validation/rule.ts'
import { controls } from './controls.tsx'
import { ExpressionEditor } from './expression-editor.tsx'
import type { ControlProps } from './line.tsx'
import { Preview } from './preview.tsx'

interface TextControlProps extends ControlProps {
  readonly findings: readonly Finding[]
}

/**
 * The control of a value that is no reference: that of its slot, or the editor of expressions where it holds one or
 * somebody wants it to. While one types the one gives way to the other, and the caret stays.
 */
export function TextControl({ findings, ...control }: TextControlProps) {
  const { id, owner, label, slot, value, invalid, describedBy, set, leave } = control
  const [asked, setAsked] = useState(false)
  /** Where the caret was in the plain control, as long as that has the focus. */
  const caret = useRef<number>(undefined)
  const kind = slot.kind === 'ref' ? 'text' : slot.kind
  if (kind === 'secret') return controls.secret(control)
  const holds = value.includes('#{')
  const broken = findings.some(({ severity, within }) => severity === 'error' && within)
  if (!holds && !asked)
    return (
      <span
        className="pw-plain-value"
        onInputCapture={({ target }) => {
          const plain = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
          caret.current = plain ? (target.selectionStart ?? undefined) : undefined
        }}
        onBlurCapture={() => {
          caret.current = undefined
        }}
      >
        {controls[kind](control)}
        <button
          type="button"
          className="pw-icon-button pw-make-expression"
          aria-label={`Write ${label} as an expression`}
          title="Write it as an expression"
          onClick={() => {
            caret.current = value.length
            setAsked(true)
          }}
        >
          #
        </button>
      </span>
    )
  return (
    <div>
      <ExpressionEditor
        id={id}
        owner={owner}
        field={label}
        value={value}
        invalid={invalid}
        describedBy={describedBy}
        findings={findings}
        startAt={caret.current}
        set={set}
        leave={() => {
          if (!holds) setAsked(false)
          leave()
        }}
      />
      {holds && !broken && <Preview owner={owner} text={value} />}
    </div>
  )
}
