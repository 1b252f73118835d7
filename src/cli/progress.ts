/** Milliseconds between two drawings. */
const pace = 100
const cells = 30

export interface Progress {
  /** `share` from 0 to 1; `label` stands behind the bar. */
  show(share: number, label: string): void
  clear(): void
}

/** A bar on the terminal that messages go to; nothing where they go elsewhere. */
export function progressBar(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  let drawn = 0
  return {
    show(share, label) {
      const now = performance.now()
      if (now - drawn < pace) return
      drawn = now
      const full = Math.round(Math.min(1, Math.max(0, share)) * cells)
      const percent = `${Math.floor(share * 100)}`.padStart(3)
      const line = `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${percent} %  ${label}`
      stream.write(`\r${line.slice(0, (stream.columns || 80) - 1)}\u001b[K`)
    },
    clear() {
      if (drawn > 0) stream.write('\r\u001b[K')
    },
  }
}
