import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import type { Draft } from '../src/api/versions.ts'
import { type InstanceRow, settled } from '../src/core/runs/instance.ts'
import { small } from './small.ts'
import { call, type Studio, until } from './studio.ts'

/** Addresses of every view, with something to see in each: a small pipeline that has run, and failed. */
export async function everyView(studio: Studio): Promise<Readonly<Record<string, string>>> {
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'small', text: small })
  await call(studio, 'CreateFromExample', { name: 'daily-retraining' })
  await change(studio, pipelineId)
  await change(studio, pipelineId, ['exit 4', 'exit 3'])
  const { scheduledStart } = await call<{ scheduledStart: number }>(studio, 'RunOnce', { pipelineId })
  await until('the end of the run', async () => {
    const { instances } = await call<{ instances: InstanceRow[] }>(studio, 'ListInstances', { pipelineId })
    return instances.length > 0 && instances.every(one => settled(one.status))
  })
  const home = `/pipelines/${pipelineId}`
  const run = `${home}/runs/${new Date(scheduledStart).toISOString().replace('.000Z', 'Z')}`
  const rehearsal = `${home}/rehearsals/${await rehearse(studio, pipelineId)}`
  return {
    'the list of pipelines': '/',
    'a new pipeline': '/create?from=template',
    'the designer': `${home}/design?select=Break&source=open&problems=open`,
    'the schedule in the designer': `${home}/design?schedule=open`,
    'the launch page': `${home}/launch`,
    'the history of runs': `${home}/runs`,
    'a failed run with attempt and log': run,
    'the graph of a run': `${run}?tab=graph&instance=none`,
    'the table of a run': `${run}?tab=table&instance=none`,
    'the setup of a rehearsal': `${home}/rehearsals`,
    'a rehearsal': rehearsal,
    'a run of a rehearsal': `${rehearsal}/runs/2026-01-01T00:00:00Z`,
    'the versions of a pipeline': `${home}/versions`,
    'two versions by object': `${home}/versions?from=1&to=2&change=object%2FBreak`,
    'two versions as a graph': `${home}/versions?from=1&to=2&view=graph&change=object%2FBreak`,
    'two versions as text': `${home}/versions?from=1&to=2&view=text`,
    'the change plan of an active pipeline': `/pipelines/${await changedWhileActive(studio)}/design?plan=open&select=Break`,
    'the cost of a pipeline': `${home}/cost`,
    'all runs': '/runs',
    'all cost': '/cost',
    notifications: '/notices',
    storage: '/storage?at=s3://e2e-small/',
    'a broken text to import': `/create?import=${encodeURIComponent('{"objects": [{"id": "A",}]')}`,
    'pipelines from AWS': '/create?from=aws',
    settings: '/settings',
  }
}

/** Plays a day in which a step breaks; gives the id of the rehearsal. */
async function rehearse(studio: Studio, pipelineId: string): Promise<string> {
  const from = Date.UTC(2026, 0, 1)
  const scenario = '{ "rules": [ { "object": "Break", "outcome": "fail" } ] }'
  const setup = { pipelineId, from, to: from + 86_400_000, seed: 1, scenario }
  const { rehearsalId } = await call<{ rehearsalId: string }>(studio, 'StartRehearsal', setup)
  await until('the end of the rehearsal', async () => {
    const { result } = await call<{ result?: unknown }>(studio, 'GetRehearsal', { rehearsalId })
    return result !== undefined
  })
  return rehearsalId
}

/** Saves another text as a version of its own. */
async function change(studio: Studio, pipelineId: string, [from, to] = ['exit 3', 'exit 4']): Promise<void> {
  const draft = await call<Draft>(studio, 'GetDraft', { pipelineId })
  await call(studio, 'SaveDraft', { ...draft, text: draft.text.replace(from ?? '', to ?? ''), cause: 'merge' })
}

/** An active pipeline whose draft has a change that the service would refuse. */
async function changedWhileActive(studio: Studio): Promise<string> {
  const text = small.replace('exit 3', 'true')
  const { pipelineId } = await call<{ pipelineId: string }>(studio, 'ImportPipeline', { name: 'active', text })
  await call(studio, 'ActivatePipeline', { pipelineId })
  await change(studio, pipelineId, [', "onFail": { "ref": "Tell" }', ''])
  return pipelineId
}

/** Goes to a view and waits until nothing is being loaded any more. */
export async function goTo(page: Page, studio: Studio, address: string): Promise<void> {
  await page.goto(new URL(studio.ready.url).origin + address)
  await page.locator('main').getByText(/./).first().waitFor()
  await page.waitForLoadState('load')
  let before = -1
  for (let tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(200)
    const now = (await page.locator('main').innerHTML()).length
    if (now === before) return
    before = now
  }
}

/** Waits until what fades in or glides has done so: half seen, it has too little contrast. What turns for ever may. */
const still = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    const ending = document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ending.map(one => one.finished))
  })

/** What axe finds in the whole page against WCAG 2.2 AA, grave or not, each with where it is. */
export async function foundIn(page: Page): Promise<readonly string[]> {
  await still(page)
  const axe = new AxeBuilder({ page: page as never }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
  return (await axe.analyze()).violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(node => `${id}: ${node.html.slice(0, 160)}`),
  )
}

/** What axe finds that keeps people out, each with where it is: by all rules or some, in the whole page or a part. */
export async function seriousIn(
  page: Page,
  name: string,
  rules?: readonly string[],
  part?: string,
): Promise<readonly string[]> {
  await still(page)
  // The other mode opens a page of its own for a moment, which closes lists that go with the focus.
  const whole = new AxeBuilder({ page: page as never }).setLegacyMode()
  const axe = part === undefined ? whole : whole.include(part)
  const { violations, passes } = await (rules ? axe.withRules([...rules]) : axe).analyze()
  if (passes.length === 0) throw new Error(`axe looked at nothing of ${name}.`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(node => `${name}: ${id}: ${node.html.slice(0, 160)}`))
}
