import type { Blobs } from './blobs.ts'
import type { Database } from './database.ts'
import { S3Fault } from './faults.ts'
import { discard } from './objects.ts'
import type { Bucket } from './records.ts'
import { checkBucket } from './rows.ts'

export interface Buckets {
  get(name: string): Bucket | undefined
  list(): readonly Bucket[]
  /** Gives false where it was there already. */
  create(name: string, region: string): Promise<boolean>
  /** Fails with NoSuchBucket or BucketNotEmpty. Uploads under way in it are aborted. */
  remove(name: string): Promise<void>
}

export function createBuckets(db: Database, blobs: Blobs, now: () => number): Buckets {
  const get = (name: string) => db.row<Bucket>('SELECT * FROM bucket WHERE name = ?', name)
  return {
    get,
    list: () => db.rows<Bucket>('SELECT * FROM bucket ORDER BY name'),

    create: (name, region) =>
      db.commit(() => {
        if (get(name)) return false
        db.run('INSERT INTO bucket (name, region, created) VALUES (?, ?, ?)', name, region, now())
        return true
      }),

    async remove(name) {
      const gone = await db.commit(() => {
        checkBucket(db, name)
        if (db.row('SELECT 1 FROM object WHERE bucket = ? LIMIT 1', name))
          throw new S3Fault('BucketNotEmpty', undefined, { BucketName: name })
        const parts = db.rows<{ blob: string; size: number }>(
          'SELECT blob, size FROM part WHERE upload IN (SELECT id FROM upload WHERE bucket = ?)',
          name,
        )
        db.run('DELETE FROM upload WHERE bucket = ?', name)
        db.run('DELETE FROM bucket WHERE name = ?', name)
        return parts
      })
      await discard(blobs, gone)
    },
  }
}
