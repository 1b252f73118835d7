import { DatabaseSync } from 'node:sqlite'

/** What can be open at a time, as in the engine that is compared. */
const workers = 1024
/** Lives of a group: one first, eight after it, one after these. */
const ofAGroup = 10

const statuses = ['WAITING_ON_DEPENDENCIES', 'WAITING_FOR_RUNNER', 'RUNNING', 'FINISHED'] as const

interface Life {
  readonly id: string
  readonly dependents: Life[]
  unmet: number
  step: number
}

/**
 * The lower bound of an engine that keeps what it does: a bare loop which decides nothing but "all before it are
 * FINISHED" and writes, for each of a life's four statuses, its row, its attempt's row and a row of what happened,
 * by one prepared statement each. What is ready in a turn of the event loop is one transaction with full sync, and a
 * life's next step waits for it. Groups of ten that fan out and in, 1024 lives open at a time; rows as long as the
 * engine's, without its indexes. Gives lives per second.
 */
export async function bareLives(path: string, lives: number): Promise<number> {
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-65536;
    CREATE TABLE instance (id TEXT PRIMARY KEY, component TEXT, status TEXT, due INTEGER, updated INTEGER, plan TEXT, state TEXT);
    CREATE TABLE attempt (id TEXT PRIMARY KEY, instance TEXT, status TEXT, host TEXT, begun INTEGER, ended INTEGER) WITHOUT ROWID;
    CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER, instance TEXT, status TEXT, cause TEXT)`)
  const insert = db.prepare('INSERT INTO instance VALUES (?, ?, ?, ?, ?, ?, ?)')
  const update = db.prepare('UPDATE instance SET status = ?, updated = ?, state = ? WHERE id = ?')
  const attempt = db.prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?, ?, ?)')
  const event = db.prepare('INSERT INTO event (at, instance, status, cause) VALUES (?, ?, ?, ?)')

  const write = ({ id, step }: Life) => {
    const status = statuses[step] ?? 'FINISHED'
    const at = Date.now()
    if (step === 0) insert.run(id, id.slice(1, -20), status, at, at, plan, stateOf(step, at))
    else update.run(status, at, stateOf(step, at), id)
    attempt.run(`${id}_Attempt=1`, id, status, 'localhost', at, at)
    event.run(at, id, status, 'the one before it')
  }

  const begun = performance.now()
  let queue: Life[] = []
  let [made, open, over] = [0, 0, 0]
  while (over < lives) {
    for (; made < lives && open + ofAGroup <= workers; made += ofAGroup, open += ofAGroup)
      queue.push(...group(made / ofAGroup))
    const turn = queue
    queue = []
    db.exec('BEGIN IMMEDIATE')
    for (const life of turn) write(life)
    db.exec('COMMIT')
    for (const life of turn) {
      if (life.step === statuses.length - 1) {
        over += 1
        open -= 1
        for (const one of life.dependents) {
          one.unmet -= 1
          if (one.unmet === 0) advance(one)
        }
      } else if (life.step > 0 || life.unmet === 0) advance(life)
    }
    await new Promise(next => setImmediate(next))
  }
  const seconds = (performance.now() - begun) / 1000
  db.close()
  return lives / seconds

  function advance(life: Life) {
    life.step += 1
    queue.push(life)
  }
}

function group(number: number): readonly Life[] {
  const life = (place: number, unmet: number): Life => ({
    id: `@Step${number * ofAGroup + place}_2026-01-01T00:00:00`,
    dependents: [],
    unmet,
    step: 0,
  })
  const first = life(0, 0)
  const last = life(9, 8)
  const between = Array.from({ length: 8 }, (_, k) => life(k + 1, 1))
  first.dependents.push(...between)
  for (const one of between) one.dependents.push(last)
  return [first, ...between, last]
}

/** As much text as the engine keeps of what an instance has to do, and of how far it is. */
const plan = JSON.stringify({ needs: [['@Step0_2026-01-01T00:00:00', 'after']], resource: '@Box_2026-01-01T00:00:00' })
const stateOf = (step: number, at: number): string =>
  JSON.stringify({ phase: step, due: true, tries: 1, resourceUp: true, actualStart: at, queuedAt: at })
