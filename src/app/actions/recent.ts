const key = 'pipewright.recent-actions'
const most = 8

/** Ids of the actions used last, the newest first. */
export function recentActions(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter(one => typeof one === 'string') : []
  } catch {
    return []
  }
}

export function rememberAction(id: string): void {
  const next = [id, ...recentActions().filter(one => one !== id)].slice(0, most)
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    // Without storage nothing is remembered, and all stands in its usual order.
  }
}
