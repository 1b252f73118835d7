import { join } from 'node:path'
import { openDatabase } from '../../src/server/storage/database.ts'
import { plain } from '../../src/server/storage/records.ts'
import { writeObject } from '../../src/server/storage/rows.ts'

/** Key of the object of that number in a crowded bucket: each has a folder of its own. */
export const keyIn = (number: number) => `day-${String(number).padStart(6, '0')}/part`

/** Writes so many empty objects into a bucket of a data directory, past the endpoint, in one commit. */
export async function crowd(folder: string, bucket: string, count: number): Promise<void> {
  const db = openDatabase(join(folder, 'storage.db'))
  await db.commit(() => {
    for (let number = 0; number < count; number++)
      writeObject(db, {
        bucket,
        key: keyIn(number),
        size: 0,
        etag: 'e',
        modified: 0,
        attributes: plain,
        extents: [],
      })
  })
  db.close()
}
