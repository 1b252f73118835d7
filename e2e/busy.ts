import type { Page } from 'playwright-core'

/** One event of Chromium's own trace; times in microseconds. */
interface Traced {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Of the thread's own processor time, which a busy machine lengthens little. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** The longest task of any page's main thread while something is done, in milliseconds of processor time. */
export async function longestTask(page: Page, work: () => Promise<void>): Promise<number> {
  const browser = page.context().browser()
  if (!browser) throw new Error('This page belongs to no browser.')
  await browser.startTracing(page, { categories: ['toplevel'] })
  await work()
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: readonly Traced[] }
  const mains = new Set(
    traceEvents.flatMap(({ ph, name, args, pid, tid }) =>
      ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [],
    ),
  )
  const tasks = traceEvents.filter(({ tdur, pid, tid }) => tdur !== undefined && mains.has(`${pid} ${tid}`))
  if (tasks.length === 0) throw new Error('The trace tells of no task.')
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}
