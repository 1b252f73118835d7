import { looks } from '../../core/runs/life.ts'
import type { Timeline } from '../../core/runs/timeline.ts'
import { legendWords } from './words.ts'

/** What the textures mean; only those that this timeline has. */
export function Legend({ timeline }: { readonly timeline: Timeline }) {
  const present = new Set([...timeline.look].map(code => looks[code]))
  return (
    <div className="pw-tl-legend">
      {legendWords
        .filter(([look]) => present.has(look))
        .map(([look, word]) => (
          <span key={look}>
            <Sample look={look} />
            {word}
          </span>
        ))}
    </div>
  )
}

const color = (look: string) => `var(--pw-look-${look})`

function Sample({ look }: { readonly look: string }) {
  const id = `pw-stripes-${look}`
  return (
    <svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true" focusable="false">
      {look === 'waiting' && <path d="M0 6h22" stroke={color(look)} strokeWidth="2" strokeDasharray="2 3" />}
      {look === 'backoff' && <path d="M0 6h22" stroke={color(look)} strokeWidth="3" strokeDasharray="6 4" />}
      {look === 'queued' && <rect y="3" width="22" height="6" fill={color(look)} />}
      {['creating', 'stopping', 'cascade'].includes(look) && (
        <>
          <defs>
            <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2" height="5" fill={color(look)} />
            </pattern>
          </defs>
          <rect x="0.5" y="0.5" width="21" height="11" fill={`url(#${id})`} stroke={color(look)} />
        </>
      )}
      {['running', 'success', 'error', 'stopped'].includes(look) && (
        <rect width="22" height="12" rx="3" fill={color(look)} />
      )}
    </svg>
  )
}
