import type { Severity } from '../../core/validation/rule.ts'

const inks: Readonly<Record<Severity, string>> = {
  error: 'var(--pw-error)',
  warning: 'var(--pw-warning)',
  info: 'var(--pw-info)',
}

/** Each severity has a shape of its own. */
const shapes = {
  error: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M5.5 5.5l5 5M10.5 5.5l-5 5" stroke="var(--pw-panel)" strokeWidth="1.8" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.2L15.4 14.5H.6z" fill="currentColor" />
      <path d="M8 6v4M8 12v.3" stroke="var(--pw-panel)" strokeWidth="1.7" />
    </>
  ),
  info: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" />
      <path d="M8 7.4V12M8 4.5v.2" stroke="var(--pw-panel)" strokeWidth="1.8" />
    </>
  ),
} as const

export const severityWords: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['hint', 'hints'],
}

export const countWords = (count: number, severity: Severity): string =>
  `${count} ${severityWords[severity][count === 1 ? 0 : 1]}`

/** The sign of a severity; silent for people who hear the page, since words stand beside it. */
export const SeverityIcon = ({ severity, size = 14 }: { readonly severity: Severity; readonly size?: number }) => (
  <svg
    viewBox="0 0 16 16"
    width={size}
    height={size}
    fill="none"
    strokeLinecap="round"
    style={{ color: inks[severity], flex: 'none' }}
    aria-hidden="true"
    focusable="false"
  >
    {shapes[severity]}
  </svg>
)
