import type { Page } from 'playwright-core'
import type { PipelineSummary } from '../src/api/pipelines.ts'
import { call, type Studio, until } from './studio.ts'

/** What the tests of the console's checklist do, in the words of its users. */

export const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })

export const home = (page: Page) =>
  page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Pipelines' }).click()

export const list = async (studio: Studio) =>
  (await call<{ pipelines: PipelineSummary[] }>(studio, 'ListPipelineSummaries')).pipelines

export async function named(studio: Studio, name: string): Promise<PipelineSummary> {
  const found = (await list(studio)).find(one => one.name === name)
  if (!found) throw new Error(`There is no pipeline called ${name}.`)
  return found
}

/** Makes a pipeline of a text without a screen; gives its id. */
export const create = async (studio: Studio, name: string, text: string, description?: string): Promise<string> =>
  (
    await call<{ pipelineId: string }>(studio, 'ImportPipeline', {
      name,
      text,
      ...(description !== undefined && { description }),
    })
  ).pipelineId

export const address = (studio: Studio, path: string) => new URL(studio.ready.url).origin + path

/** The row of a pipeline in the list. */
export const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Tick ${name}`, exact: true }) })

/** Ticks pipelines in the list and chooses an action for them. */
export async function choose(page: Page, names: readonly string[], action: string): Promise<void> {
  for (const name of names) await page.getByRole('checkbox', { name: `Tick ${name}`, exact: true }).check()
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

export const inState = (studio: Studio, name: string, state: PipelineSummary['state']) =>
  until(`${name} to be ${state}`, async () => (await named(studio, name)).state === state, 30)

/** A time as a definition writes it. */
export const written = (time: number) => new Date(time).toISOString().slice(0, 19)

interface Hourly {
  /** When its schedule starts, UTC milliseconds. */
  readonly start: number
  readonly command?: string
  readonly mode?: string
  /** Runs at a time. */
  readonly mostRuns?: number
}

/** Two steps an hour on a machine of their own. */
export const hourly = ({ start, command = 'echo loaded', mode = 'NONE', mostRuns = 5 }: Hourly) => `{
  "objects": [
    { "id": "Default", "name": "Default", "scheduleType": "cron", "schedule": { "ref": "Hourly" },
      "failureAndRerunMode": "${mode}", "maxActiveInstances": "${mostRuns}",
      "pipelineLogUri": "s3://e2e-console/logs/", "maximumRetries": "0",
      "role": "DataPipelineDefaultRole", "resourceRole": "DataPipelineDefaultResourceRole" },
    { "id": "Hourly", "name": "Hourly", "type": "Schedule", "period": "1 hour", "startDateTime": "${written(start)}" },
    { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "instanceType": "m5.large", "terminateAfter": "1 hour" },
    { "id": "Load", "name": "Load orders", "type": "ShellCommandActivity", "runsOn": { "ref": "Machine" },
      "command": "${command}" },
    { "id": "Report", "name": "Report", "type": "ShellCommandActivity", "runsOn": { "ref": "Machine" },
      "dependsOn": { "ref": "Load" }, "command": "echo reported" }
  ]
}
`

/** One step on demand. `command` may be long. */
export const onDemand = (command: string, mostRuns = 1) => `{
  "objects": [
    { "id": "Default", "name": "Default", "scheduleType": "ondemand", "maxActiveInstances": "${mostRuns}",
      "pipelineLogUri": "s3://e2e-console/logs/", "maximumRetries": "0",
      "role": "DataPipelineDefaultRole", "resourceRole": "DataPipelineDefaultResourceRole" },
    { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "instanceType": "m5.large", "terminateAfter": "1 hour" },
    { "id": "Say", "name": "Say it", "type": "ShellCommandActivity", "runsOn": { "ref": "Machine" },
      "command": "${command}" }
  ],
  "parameters": [{ "id": "myWord", "type": "String", "default": "hello" }]
}
`
