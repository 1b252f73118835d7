import type { ReactNode } from 'react'
import { Drawing } from './drawing.tsx'

/** Line drawings on a 20 by 20 grid, in the colour of the text around them. */
const drawings = {
  pipelines: (
    <>
      <rect x="2.5" y="3.5" width="6" height="4.5" rx="1" />
      <rect x="11.5" y="12" width="6" height="4.5" rx="1" />
      <path d="M5.5 8v3.5a2.5 2.5 0 0 0 2.5 2.5h3.5" />
    </>
  ),
  runs: (
    <>
      <path d="M2.5 4h8M5.5 8h9M4 12h7M9.5 16h8" strokeWidth="2.2" />
    </>
  ),
  cost: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M12.4 7.4C12 6.5 11 6.2 10 6.2c-1.3 0-2.5.6-2.5 1.8 0 2.6 5.1 1.2 5.1 3.9 0 1.2-1.2 1.9-2.6 1.9-1.2 0-2.3-.4-2.6-1.5M10 4.8v10.4" />
    </>
  ),
  notices: (
    <>
      <path d="M4.5 14.5h11l-1.5-2V9a4 4 0 0 0-8 0v3.5zM8.5 17h3" />
    </>
  ),
  storage: (
    <>
      <path d="M3 5l1.6 11.5h10.8L17 5" />
      <ellipse cx="10" cy="5" rx="7" ry="2.2" />
    </>
  ),
  settings: (
    <>
      <path d="M3 5.5h8M15 5.5h2M3 10h2.5M9.5 10H17M3 14.5h6M13 14.5h4" />
      <circle cx="13" cy="5.5" r="2" />
      <circle cx="7.5" cy="10" r="2" />
      <circle cx="11" cy="14.5" r="2" />
    </>
  ),
  sun: (
    <>
      <circle cx="10" cy="10" r="3.5" />
      <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4" />
    </>
  ),
  moon: (
    <>
      <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />
    </>
  ),
  copy: <path d="M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7" />,
  bin: <path d="M3.5 5.5h13M8 5.5V3.5h4v2M5 5.5l.8 11h8.4l.8-11M8.3 9v4.5M11.7 9v4.5" />,
  close: <path d="M5 5l10 10M15 5L5 15" />,
  edit: <path d="M4 16l.8-3.4L13.5 4l2.5 2.5-8.6 8.7zM11.8 5.7l2.5 2.5" />,
  eye: (
    <>
      <path d="M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5z" />
      <circle cx="10" cy="10" r="2.2" />
    </>
  ),
  move: <path d="M10 3v14M3 10h14M8 5l2-2 2 2M8 15l2 2 2-2M5 8l-2 2 2 2M15 8l2 2-2 2" />,
  plus: <path d="M10 4v12M4 10h12" />,
  studio: (
    <>
      <circle cx="10" cy="10" r="2.6" />
      <path d="M10 2.8v2.4M10 14.8v2.4M2.8 10h2.4M14.8 10h2.4M4.9 4.9l1.7 1.7M13.4 13.4l1.7 1.7M4.9 15.1l1.7-1.7M13.4 6.6l1.7-1.7" />
    </>
  ),
  rehearse: (
    <>
      <circle cx="10" cy="10" r="7.3" strokeDasharray="2.7 2.4" />
      <path d="M8.2 6.8v6.4l5-3.2z" fill="currentColor" />
    </>
  ),
  go: <path d="M4 10h12M11 5l5 5-5 5" />,
} satisfies Record<string, ReactNode>

export type GlyphName = keyof typeof drawings

export const Glyph = ({ name, size = 20 }: { readonly name: GlyphName; readonly size?: number }) => (
  <Drawing box={20} size={size}>
    {drawings[name]}
  </Drawing>
)
