import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { type InstanceRow, settled } from '../src/core/runs/instance.ts'
import { small } from './small.ts'
import { story } from './story.ts'
import { call, until } from './studio.ts'

const step = story()
const words = 'w=$(printf \'word%.0s \' $(seq 1 80)); for i in $(seq 1 LINES); do echo "line $i $w"; done'

/** Whether the end of a text is where a person sees it, and nothing lies over it or cuts it off. */
const inSight = (text: Locator): Promise<boolean> =>
  text.evaluate(element => {
    const { left, bottom } = element.getBoundingClientRect()
    return element.contains(document.elementFromPoint(left + 4, bottom - 4))
  })

for (const [length, lines] of [
  ['a log of two lines', 2],
  ['a log of hundreds', 300],
  ['one of thousands', 3_000],
] as const)
  step(`every broken line of ${length} is reached: first, last and the one that is looked for`, async one => {
    const { page, studio } = one
    const text = small.replace('"echo good morning"', JSON.stringify(words.replace('LINES', String(lines))))
    const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: length, text })
    const ask = { pipelineId, ...(await call<{ scheduledStart: number }>(studio, 'RunOnce', { pipelineId })) }
    await until('the end of the run', async () => {
      const { instances } = await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', ask)
      return instances.length > 0 && instances.every(({ status }) => settled(status))
    })
    const start = new Date(ask.scheduledStart).toISOString().slice(0, 19)
    const instance = encodeURIComponent(`@Greet_${start}`)
    await page.goto(`${new URL(studio.ready.url).origin}/pipelines/${pipelineId}/runs/${start}Z?instance=${instance}`)
    await page.getByRole('tab', { name: 'StdOutput' }).click()
    const log = page.getByRole('log')
    const lineOf = (number: number) => log.getByText(new RegExp(`^line ${number} `))
    await lineOf(1).waitFor()
    await page.getByRole('button', { name: 'Wrap' }).click()
    await expect.poll(() => inSight(lineOf(1)), { message: 'the first' }).toBe(true)
    await log.evaluate(element => element.scrollTo(0, element.scrollHeight))
    await expect.poll(() => inSight(lineOf(lines)), { message: 'the last' }).toBe(true)
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.keyboard.type(`line ${Math.ceil(lines / 2)} `)
    await page.keyboard.press('Enter')
    await expect.poll(() => inSight(log.locator('mark')), { message: 'the one that is looked for' }).toBe(true)
  })
