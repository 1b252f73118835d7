import { Script } from 'node:vm'
import { Fault } from '../../api/faults.ts'
import type { LogHits } from '../../api/logs.ts'
import { letGo } from '../let-go.ts'
import { type Block, type LogSource, newline } from './blocks.ts'

/** A line longer than this is shown by its beginning, a page with more than this is cut short. Characters, bytes. */
const longestLine = 20_000
const largestPage = 4 << 20
const mostLines = 5_000
const mostHits = 10_000
/** How long a pattern may chew on one block before it is given up, milliseconds of the wall clock. */
const patternBudget = 1_000

/** Lines `from` and following, at most `count`. Reads only the blocks they lie in. A negative `from` counts from the end. */
export async function readLines(
  source: LogSource,
  from: number,
  count: number,
): Promise<{ from: number; lines: string[] }> {
  const { blocks, lines: total } = source.index
  const first = Math.min(from < 0 ? Math.max(0, total + from) : from, total)
  const wanted = Math.min(count, mostLines, total - first)
  const lines: string[] = []
  if (wanted <= 0) return { from: first, lines }

  let page = 0
  let open = emptyLine()
  let at = firstBlockOf(blocks, first)
  let number = blocks[at]?.line ?? 0
  let amid = blocks[at]?.cut ?? false
  for (; at < blocks.length && lines.length < wanted && page < largestPage; at++) {
    const bytes = await source.read(blocks[at] as Block)
    for (let start = 0; start < bytes.length && lines.length < wanted && page < largestPage; ) {
      const end = bytes.indexOf(newline, start)
      const stop = end === -1 ? bytes.length : end
      if (amid) {
        // The rest of a line that began in an earlier block, before what was asked for.
        if (end !== -1) amid = false
      } else {
        if (number >= first) open.add(bytes.subarray(start, stop))
        if (end !== -1) {
          if (number >= first) {
            lines.push(open.text())
            page += open.size()
          }
          number++
          open = emptyLine()
        }
      }
      start = stop + 1
    }
    letGo(bytes)
  }
  if (at === blocks.length && open.size() > 0 && lines.length < wanted) lines.push(open.text())
  return { from: first, lines }
}

export interface Question {
  readonly text: string
  readonly regex?: boolean | undefined
  readonly caseSensitive?: boolean | undefined
}

/**
 * Numbers of the lines that hold a text or match a pattern, the whole log through, block by block.
 * Fails with InvalidRequestException for a pattern that is none, or that takes too long.
 */
export async function searchLines(source: LogSource, question: Question, signal?: AbortSignal): Promise<LogHits> {
  const find = finder(question)
  const lines: number[] = []
  let total = 0
  let last = -1
  for (const block of source.index.blocks) {
    signal?.throwIfAborted()
    const base = block.cut ? block.line - 1 : block.line
    const bytes = await source.read(block)
    for (const offset of find(bytes)) {
      const line = base + offset
      if (line === last) continue
      last = line
      total++
      if (lines.length < mostHits) lines.push(line)
    }
    letGo(bytes)
  }
  return { lines, total, ...(total > lines.length && { limit: `the first ${mostHits} lines` }) }
}

/** What finds, in a block, the lines that fit, counted from the block's first. Each line once, in order. */
function finder({ text, regex, caseSensitive }: Question): (bytes: Buffer) => Iterable<number> {
  if (text === '') return () => []
  if (regex) {
    const pattern = compilePattern(text, caseSensitive ?? false)
    return bytes => testLines(pattern, bytes.toString('utf8'))
  }
  if (caseSensitive) {
    const needle = Buffer.from(text)
    return bytes =>
      linesOf(
        from => bytes.indexOf(needle, from),
        from => bytes.indexOf(newline, from),
      )
  }
  const needle = text.toLowerCase()
  return bytes => {
    const lower = bytes.toString('utf8').toLowerCase()
    return linesOf(
      from => lower.indexOf(needle, from),
      from => lower.indexOf('\n', from),
    )
  }
}

function* linesOf(nextHit: (from: number) => number, nextEnd: (from: number) => number): Generator<number> {
  let line = 0
  let counted = 0
  for (let hit = nextHit(0); hit !== -1; ) {
    for (let end = nextEnd(counted); end !== -1 && end < hit; end = nextEnd(counted)) {
      line++
      counted = end + 1
    }
    yield line
    const end = nextEnd(hit)
    if (end === -1) return
    hit = nextHit(end)
  }
}

function compilePattern(text: string, caseSensitive: boolean): RegExp {
  try {
    return new RegExp(text, caseSensitive ? 'u' : 'iu')
  } catch {
    try {
      return new RegExp(text, caseSensitive ? '' : 'i')
    } catch (error) {
      throw new Fault('InvalidRequestException', `This is not a pattern: ${(error as Error).message}`)
    }
  }
}

/** Run with a time limit, for a pattern such as (a+)+$ can take for ever on one line. */
const tester = new Script(`((text, pattern) => {
  const hits = []
  const lines = text.split('\\n')
  for (let n = 0; n < lines.length; n++) if (pattern.test(lines[n])) hits.push(n)
  return hits
})(text, pattern)`)

function testLines(pattern: RegExp, text: string): readonly number[] {
  try {
    // What follows the last newline is not a line.
    const whole = text.endsWith('\n') ? text.slice(0, -1) : text
    return tester.runInNewContext({ text: whole, pattern }, { timeout: patternBudget }) as number[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new Fault(
      'InvalidRequestException',
      'This pattern takes too long on this log. Repeat less inside of a repeat.',
    )
  }
}

/** Index of the last block whose `line` is at most `line`: that line begins there. */
function firstBlockOf(blocks: readonly Block[], line: number): number {
  let low = 0
  let high = blocks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((blocks[middle] as Block).line <= line) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/** A line as it is put together from pieces; no more of it is held than is shown. */
function emptyLine() {
  // A UTF-8 character has at most four bytes.
  const most = longestLine * 4
  const parts: Buffer[] = []
  let size = 0
  return {
    add(bytes: Buffer) {
      if (size < most) parts.push(Buffer.from(bytes.subarray(0, most - size)))
      size += bytes.length
    },
    size: () => size,
    text() {
      const line = Buffer.concat(parts).toString('utf8').replace(/\r$/, '')
      if (size <= most && line.length <= longestLine) return line
      return `${line.slice(0, longestLine)} … [a line of ${size} bytes; the rest is in the file]`
    },
  }
}
