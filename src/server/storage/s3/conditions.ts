import { S3Fault } from '../faults.ts'
import type { Guard, ObjectRecord } from '../records.ts'
import { type S3Call, unquoted } from './call.ts'

/**
 * Whether the conditions of a read hold, in the order of RFC 9110: an ETag decides before a date does. `beginning` is
 * `x-amz-copy-source-` where the conditions are about the source of a copy.
 */
export function readConditions(call: S3Call, object: ObjectRecord, beginning = ''): 'met' | 'notModified' | 'failed' {
  const header = (name: string) => call.header(beginning + name)
  const ifMatch = header('if-match')
  const since = timeOf(header('if-unmodified-since'))
  if (ifMatch !== undefined ? !matches(ifMatch, object) : since !== undefined && seconds(object) > since)
    return 'failed'

  const ifNoneMatch = header('if-none-match')
  const after = timeOf(header('if-modified-since'))
  if (ifNoneMatch !== undefined ? matches(ifNoneMatch, object) : after !== undefined && seconds(object) <= after)
    return 'notModified'
  return 'met'
}

/** Conditions of a write: `If-None-Match: *` for a key that must be free, `If-Match` for one that must not have changed. */
export function writeGuard(call: S3Call): Guard | undefined {
  const ifMatch = call.header('if-match')
  const ifNoneMatch = call.header('if-none-match')
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw new S3Fault('NotImplemented', 'A write understands If-None-Match with * only.', { Header: 'If-None-Match' })
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined
  return current => {
    if (ifNoneMatch && current) throw failed('If-None-Match')
    if (ifMatch === undefined) return
    if (!current) throw new S3Fault('NoSuchKey', 'If-Match asks for an object that is not there.')
    if (!matches(ifMatch, current)) throw failed('If-Match')
  }
}

export const failed = (condition: string) => new S3Fault('PreconditionFailed', undefined, { Condition: condition })

function matches(list: string, object: ObjectRecord): boolean {
  return list.split(',').some(etag => etag.trim() === '*' || unquoted(etag) === object.etag)
}

/** Dates in headers have no fractions of a second. */
const seconds = (object: ObjectRecord) => Math.floor(object.modified / 1000) * 1000

function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : time
}

/**
 * The one range that is asked for, as first byte and the one after the last; undefined where there is none that can be
 * read, which S3 takes for the whole object. Fails with InvalidRange.
 */
export function rangeOf(text: string | undefined, size: number): readonly [start: number, end: number] | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  if (start >= end)
    throw new S3Fault('InvalidRange', undefined, { RangeRequested: text ?? '', ActualObjectSize: `${size}` })
  return [start, end]
}

/**
 * Where a part of an object lies that was uploaded in parts; one that was not is its own only part. Fails with
 * InvalidPartNumber.
 */
export function partOf({ extents, size }: ObjectRecord, text: string): readonly [start: number, end: number] {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1) throw new S3Fault('InvalidArgument', 'partNumber is a whole number from 1 on.')
  if (number === 1 && extents.length <= 1) return [0, size]
  const part = extents[number - 1]
  if (!part) throw new S3Fault('InvalidPartNumber', undefined, { ActualPartCount: `${extents.length}` })
  const start = extents.slice(0, number - 1).reduce((sum, extent) => sum + extent.size, 0)
  return [start, start + part.size]
}

/** How many parts an object was uploaded in; undefined where it was put at once. */
export const partCount = ({ etag }: ObjectRecord): number | undefined => {
  const count = /-(\d+)$/.exec(etag)?.[1]
  return count === undefined ? undefined : Number(count)
}
