import { type Archived, createArchiver } from '../server/archive.ts'
import { dataDirPath, HeldError, holdDataDir, readHolder, secretOf } from '../server/data-dir.ts'
import { openSettings } from '../server/settings.ts'
import { databaseName, openStore } from '../server/store.ts'
import { type Command, jsonOption, printJson, textOf } from './command.ts'
import { dataOption } from './options.ts'

export const archive: Command = {
  name: 'archive',
  usage: 'archive [--older-than 90d] [--data DIR] [--json]',
  summary: 'Moves runs that ended long ago into the archive, while a server runs or not. They stay on every page.',
  options: { ...dataOption, 'older-than': { type: 'string' }, ...jsonOption },
  async run(values) {
    const dataDir = dataDirPath(textOf(values, 'data'))
    const days = daysOf(textOf(values, 'older-than')) ?? openSettings(dataDir).now().archiveAfterDays
    if (days === 0) throw new Error('The settings say never to archive; say how old with --older-than, such as 90d.')
    const { moved, archived } = await archiveHere(dataDir, days).catch(error => {
      if (error instanceof HeldError) return askServer(dataDir, days, error)
      throw error
    })
    if (values.json) printJson({ moved, archived, olderThanDays: days })
    else
      process.stdout.write(
        `${moved} ${moved === 1 ? 'instance was' : 'instances were'} archived; the archive holds ${archived}.\n`,
      )
    return 0
  },
}

const lengths: Readonly<Record<string, number>> = { d: 1, w: 7, y: 365 }

/** Days, of `90d`, `12w`, `2y`. */
function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, number = '', unit = ''] = /^(\d{1,5})([dwy])$/.exec(text.trim()) ?? []
  const days = Number(number) * (lengths[unit] ?? 0)
  if (days > 0) return days
  throw new Error(`--older-than wants days, weeks or years, such as 90d, 12w or 2y, not ${JSON.stringify(text)}.`)
}

/**
 * What the server that holds the data directory answers. Asked only while it is held: who stopped left word of where it
 * was, and another may listen there now. Fails with `held` where nobody answers.
 */
async function askServer(dataDir: string, olderThanDays: number, held: HeldError): Promise<Archived> {
  const url = readHolder(dataDir)?.url
  if (url === undefined) throw held
  const asked = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-pipewright': '1',
      authorization: `Bearer ${secretOf(dataDir, 'studio-token')}`,
    },
    body: JSON.stringify({ olderThanDays }),
  }
  const answer = await fetch(new URL('/api/call/ArchiveRuns', url), asked).catch(() => undefined)
  if (!answer) throw held
  const said = (await answer.json()) as Archived & { readonly message?: string }
  if (!answer.ok) throw new Error(said.message ?? `The server answered ${answer.status}.`)
  if (!said.more) return said
  const rest = await askServer(dataDir, olderThanDays, held)
  return { ...rest, moved: said.moved + rest.moved }
}

async function archiveHere(dataDir: string, days: number): Promise<Archived> {
  const held = holdDataDir(dataDir)
  try {
    const store = openStore(databaseName(held.path))
    // A clock that ran fast was ahead of the wall's.
    const now = Math.max(Date.now(), store.reached())
    const archiver = createArchiver(
      store,
      { now: () => now },
      () => 0,
      () => {},
    )
    const done = await archiver.archive(days)
    await archiver.close()
    store.close()
    return done
  } finally {
    held.release()
  }
}
