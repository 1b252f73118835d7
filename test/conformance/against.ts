import { DataPipelineClient } from '@aws-sdk/client-data-pipeline'
import { accountWorld, suitsAnAccount, WouldCost } from './account.ts'
import { sections } from './sections.ts'
import { stageOn } from './stage.ts'

/**
 * Tells the stories to an account of AWS, or to whatever AWS_ENDPOINT_URL names, with the credentials and region that
 * the AWS SDK finds: `node test/conformance/against.ts --create-and-delete-pipelines [WORDS OF TITLES]`. Stories that
 * move the clock, script machines or start them are left out.
 */

const [consent, ...words] = process.argv.slice(2)
if (consent !== '--create-and-delete-pipelines') {
  process.stderr.write('This makes pipelines in your account and deletes them. Say --create-and-delete-pipelines.\n')
  process.exit(2)
}
const client = new DataPipelineClient({ maxAttempts: 8, retryMode: 'adaptive' })
const told = { so: 0, not: 0, left: 0 }
for (const { title, cases } of sections)
  for (const one of cases) {
    if (words.length > 0 && !words.every(word => `${title} ${one.title}`.includes(word))) continue
    if (!suitsAnAccount(one)) {
      told.left += 1
      continue
    }
    const world = accountWorld(client, { patience: 180_000, holds: 5_000 })
    try {
      await one.tell(stageOn(world, false))
      told.so += 1
      process.stdout.write(`so      ${title}: ${one.title}\n`)
    } catch (error) {
      if (error instanceof WouldCost) told.left += 1
      else {
        told.not += 1
        process.stdout.write(
          `NOT SO  ${title}: ${one.title} (${one.from})\n${String(error).replace(/^/gm, '        ')}\n`,
        )
      }
    } finally {
      await world.close()
    }
  }
client.destroy()
process.stdout.write(`${told.so} so, ${told.not} not so, ${told.left} left out.\n`)
process.exitCode = told.not > 0 ? 1 : 0
