import { useQuery } from '@tanstack/react-query'
import { storageQuery } from './pipelines.ts'
import { useService } from './service.ts'

export const storageRoot = 's3://'

/** A folder or an object of the local store. */
export interface StorageEntry {
  readonly uri: string
  /** Its last part, with a slash if it is a bucket or a folder. */
  readonly name: string
  /** Bytes; undefined for folders. */
  readonly size: number | undefined
  /** UTC milliseconds; undefined for folders. */
  readonly modified: number | undefined
}

/** One level of the local S3 store, folders first; `uri` is `s3://`, a bucket or a folder, with its slash. */
export function useStorageLevel(uri: string) {
  const { data, error, refetch } = useQuery({
    ...storageQuery(useService(), uri),
    retry: false,
    select: ({ prefixes, objects }): readonly StorageEntry[] => [
      ...prefixes.map(prefix => ({ uri: prefix, name: lastPart(prefix), size: undefined, modified: undefined })),
      ...objects.map(({ uri: address, size, modified }) => ({ uri: address, name: lastPart(address), size, modified })),
    ],
  })
  return { entries: data, error, retry: () => void refetch() }
}

const lastPart = (uri: string): string => /[^/]+\/?$/.exec(uri.slice(storageRoot.length))?.[0] ?? uri

/** The level that an address lies on, up to the first expression in it: `s3://b/in/#{x}/y` lies in `s3://b/in/`. */
export function levelOf(address: string): string {
  const literal = address.split('#{')[0] ?? ''
  const level = /^s3:\/\/[^/]+\/(?:.*\/)?/s.exec(literal)?.[0]
  return level ?? storageRoot
}

/** A level and those above it, the store itself first. */
export function levelsAbove(level: string): readonly { readonly uri: string; readonly name: string }[] {
  const parts = level.slice(storageRoot.length).split('/').filter(Boolean)
  return [
    { uri: storageRoot, name: 'All buckets' },
    ...parts.map((name, n) => ({ uri: `${storageRoot}${parts.slice(0, n + 1).join('/')}/`, name })),
  ]
}
