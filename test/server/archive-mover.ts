import { openStore } from '../../src/server/store.ts'
import { storeArchive } from '../../src/server/store-archive.ts'

/**
 * Moves into the archive, or brings back, until it is killed by itself right after its n-th write to disk, or from
 * outside. For archive.test.ts: `archive-mover.ts FILE move|back N BEFORE`.
 */
const [, , path = '', way = '', last = '0', before = '0'] = process.argv
const store = openStore(path)
const { database } = store
let writes = 0
const archive = storeArchive({
  ...database,
  transaction(work) {
    const result = database.transaction(work)
    writes += 1
    if (writes === Number(last)) process.kill(process.pid, 'SIGKILL')
    return result
  },
})
const moveAll = () => {
  for (let move = archive.move(Number(before), 7); move.next; ) move = archive.move(Number(before), 7, move.next)
}
const bringAllBack = () => {
  const all = database.rows<{ pipeline: string; id: string; start: number }>(
    'SELECT pipeline, id, scheduled_start AS start FROM past.instance',
  )
  for (let at = 0; at < all.length; at += 7) {
    database.transaction(() => {
      for (const { pipeline, id, start } of all.slice(at, at + 7)) archive.bringBack(pipeline, id, start)
    })
    writes += 1
    if (writes === Number(last)) process.kill(process.pid, 'SIGKILL')
    archive.settle()
  }
}
process.stdout.write('ready\n')
if (way === 'move') moveAll()
else if (way === 'back') bringAllBack()
else
  for (;;) {
    moveAll()
    bringAllBack()
  }
store.close()
