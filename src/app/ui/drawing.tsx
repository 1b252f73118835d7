import type { CSSProperties, ReactNode } from 'react'

interface DrawingProps {
  /** Side of the square that the lines are drawn in. */
  readonly box: number
  /** Side of what is shown, in pixels. */
  readonly size: number
  readonly stroke?: number
  readonly style?: CSSProperties | undefined
  readonly children: ReactNode
}

/** A small picture in lines, in the colour of the text around it. Words beside it say what it means. */
export const Drawing = ({ box, size, stroke = 1.5, style, children }: DrawingProps) => (
  <svg
    viewBox={`0 0 ${box} ${box}`}
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth={stroke}
    strokeLinecap="round"
    strokeLinejoin="round"
    style={style}
    aria-hidden="true"
    focusable="false"
  >
    {children}
  </svg>
)
