import { existsSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type StudioSettings, usualSettings } from '../api/settings.ts'
import { serviceRegions } from '../core/catalog/instance-types.ts'
import { isSettable, type Limits, limitNames, limitsWith } from '../core/catalog/limits.ts'

/** The settings of a data directory, kept in a file that a person may read. */
export interface Settings {
  now(): StudioSettings
  /** The limits that hold with them. */
  limits(): Limits
  save(settings: StudioSettings): Promise<StudioSettings>
}

const settable: ReadonlySet<string> = new Set(limitNames.filter(isSettable))

/** What settings may say; the messages are for whoever wrote them. */
export const settingsShape = z.object({
  limits: z.record(z.string(), z.number().int().min(1).max(1_000_000_000)).superRefine((limits, context) => {
    for (const name of Object.keys(limits))
      if (!settable.has(name)) context.addIssue({ code: 'custom', message: `${name} is no limit that can be set` })
  }),
  zone: z
    .string()
    .refine(isZone, { error: issue => `${String(issue.input)} is no time zone such as Europe/Berlin` })
    .optional(),
  region: z
    .string()
    .refine(name => serviceRegions.includes(name), {
      error: issue =>
        `AWS Data Pipeline was never in ${String(issue.input)}; choose one of ${serviceRegions.join(', ')}`,
    })
    .optional(),
  confirmInstances: z.number().int().min(0).max(1_000_000_000),
  confirmUsd: z.number().min(0).max(1_000_000_000),
  mostVersions: z.number().int().min(10).max(1_000_000),
  snsEndpoint: z.url({ protocol: /^https?$/, error: 'is no address that begins with http' }).optional(),
  serviceRates: z.boolean().default(usualSettings.serviceRates),
  instanceSpacing: z.boolean().default(usualSettings.instanceSpacing),
  concurrency: z.number().int().min(1).max(1_000).default(usualSettings.concurrency),
  mostRehearsals: z.number().int().min(1).max(1_000).default(usualSettings.mostRehearsals),
  archiveAfterDays: z.number().int().min(0).max(100_000).default(usualSettings.archiveAfterDays),
})

/** Opens the settings of a data directory. Fails with an Error that names the file when it cannot be understood. */
export function openSettings(dataDir: string): Settings {
  const path = join(dataDir, 'settings.json')
  let kept = read(path)
  let limits = limitsWith(kept.limits)
  let writing: Promise<unknown> = Promise.resolve()
  return {
    now: () => kept,
    limits: () => limits,
    async save(settings) {
      const next = plain(settings)
      // One after the other, and each whole or not at all.
      const written = writing.then(async () => {
        await writeFile(`${path}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 })
        await rename(`${path}.new`, path)
        kept = next
        limits = limitsWith(next.limits)
      })
      writing = written.catch(() => undefined)
      await written
      return next
    },
  }
}

function read(path: string): StudioSettings {
  if (!existsSync(path)) return usualSettings
  const found = settingsShape.partial().safeParse(parsed(readFileSync(path, 'utf8')))
  if (found.success) return plain({ ...usualSettings, ...(found.data as Partial<StudioSettings>) })
  const [issue] = found.error.issues
  throw new Error(
    `${path} holds no settings: ${issue?.path.join('.') || 'the file'}: ${issue?.message}. Mend it, or delete it to begin with the usual ones.`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Without what is as the product has it anyway. */
const plain = ({
  limits,
  zone,
  region,
  confirmInstances,
  confirmUsd,
  mostVersions,
  snsEndpoint,
  serviceRates,
  instanceSpacing,
  concurrency,
  mostRehearsals,
  archiveAfterDays,
}: StudioSettings): StudioSettings => ({
  limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
  ...(zone !== undefined && zone !== '' && { zone }),
  ...(region !== undefined && { region }),
  confirmInstances,
  confirmUsd,
  mostVersions,
  ...(snsEndpoint !== undefined && snsEndpoint !== '' && { snsEndpoint }),
  serviceRates,
  instanceSpacing,
  concurrency,
  mostRehearsals,
  archiveAfterDays,
})

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
