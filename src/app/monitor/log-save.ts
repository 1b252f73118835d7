import type { StudioService } from '../../api/client.ts'
import type { LogPlace } from './log-window.tsx'

const step = 10_000

/** The lines from `first` to `last` (both included, from 0) as text, fetched piece by piece. */
export async function fetchLines(
  service: StudioService,
  place: LogPlace,
  first: number,
  last: number,
): Promise<readonly string[]> {
  const lines: string[] = []
  for (let from = first; from <= last; ) {
    const page = await service.ReadLog({ ...place, from, count: Math.min(step, last - from + 1) })
    if (page.lines.length === 0) break
    lines.push(...page.lines)
    from += page.lines.length
  }
  return lines
}

/** Hands the browser a whole log as a file. */
export async function saveLog(service: StudioService, place: LogPlace, name: string, total: number): Promise<void> {
  const pieces: string[] = []
  for (let from = 0; from < total; from += step) {
    const lines = await fetchLines(service, place, from, Math.min(total, from + step) - 1)
    pieces.push(`${lines.join('\n')}\n`)
  }
  const url = URL.createObjectURL(new Blob(pieces, { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/\.gz$/, '').replace(/\.log$/, '')}.log`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
