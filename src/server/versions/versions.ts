import { Fault } from '../../api/faults.ts'
import type { OperationName, PipelineService } from '../../api/operations.ts'
import { usualSettings } from '../../api/settings.ts'
import type { Draft, HistorySettings, SavedVersion, VersionCause } from '../../api/versions.ts'
import type { ChangeEvent, WorkspaceService } from '../../api/workspace.ts'
import { applyEdits } from '../../core/definition/edit.ts'
import type { Definition } from '../../core/definition/model.ts'
import { type Document, read } from '../../core/definition/text.ts'
import { convert } from '../../core/formats/index.ts'
import { become } from '../../core/versions/become.ts'
import { changesBetween, distance } from '../../core/versions/changes.ts'
import { sentenceOf } from '../../core/versions/words.ts'
import type { SqliteStore } from '../store.ts'
import { runsByVersion } from './runs.ts'
import { createShelf, type Frozen, hashOf, type ShelvedVersion } from './shelf.ts'

export const usualHistory: HistorySettings = {
  restInSitting: 5 * 60_000,
  longestSitting: 30 * 60_000,
  mostVersions: usualSettings.mostVersions,
  mostRuns: 5_000,
}

/** Operations that make the service freeze a definition. */
const freezing: Readonly<Partial<Record<OperationName, Frozen['source']>>> = {
  PutPipelineDefinition: 'put',
  ActivatePipeline: 'activation',
}

/** Who acts when a page of the studio does. */
export const thisStudio = 'this studio'

export interface Versions extends Pick<WorkspaceService, 'ListVersions' | 'GetVersionText' | 'NameVersion'> {
  /** A draft was kept; `before` is the one that it replaced. */
  saved(draft: Draft, before: Draft | undefined, cause?: VersionCause, of?: number): void
  /** The service froze what it was given last, for a put, an activation or a run. */
  froze(pipelineId: string, source: Frozen['source'], by: string): void
  /** An operation was answered; what it put or activated is kept. */
  heard(name: OperationName, input: unknown, by: string): void
  /** The same operations, heard as this studio's. */
  recording(service: PipelineService): PipelineService
}

/** The local history of every pipeline's definition. `changed` is told when a version is kept. */
export function createVersions(
  store: SqliteStore,
  changed: (event: ChangeEvent) => void = () => {},
  settingsNow: () => HistorySettings = () => usualHistory,
  now: () => number = Date.now,
): Versions {
  const shelf = createShelf(store.database)
  const readings = rememberedReadings(16)
  const documentOf = ({ pipelineId, hash }: ShelvedVersion): Document =>
    readings(hash, () => shelf.text(pipelineId, hash))

  const keep = (draft: Omit<Draft, 'updatedAt'>, cause: VersionCause, by: string, of?: number): ShelvedVersion => {
    const { pipelineId, text, pins, revision } = draft
    const newest = shelf.newest(pipelineId)
    const joins = cause === 'save' && newest !== undefined && goesOn(newest)
    const number = joins ? newest.number : (newest?.number ?? 0) + 1
    const last = joins ? shelf.before(pipelineId, number) : newest
    const hash = hashOf(text)
    const said = last
      ? differenceOf(
          documentOf(last),
          readings(hash, () => text),
          last.pins,
          pins,
        )
      : firstWords(text)
    const version: ShelvedVersion = {
      pipelineId,
      number,
      cause,
      by,
      at: joins ? newest.at : now(),
      updatedAt: now(),
      saves: joins ? newest.saves + 1 : 1,
      revision,
      says: of === undefined ? said : `version ${of} restored${said && `: ${said}`}`,
      hash,
      pins,
    }
    shelf.keep(version, text, settingsNow().mostVersions)
    return version
  }

  const goesOn = ({ pipelineId, number, cause, name, at, updatedAt }: ShelvedVersion): boolean => {
    const { restInSitting, longestSitting } = settingsNow()
    return (
      cause === 'save' &&
      name === undefined &&
      now() - updatedAt <= restInSitting &&
      now() - at <= longestSitting &&
      !shelf.isFrozen(pipelineId, number)
    )
  }

  /** A text that means a frozen definition: the newest one we have, with what differs written into it. */
  const textOf = (pipelineId: string, definition: Definition): { text: string; pins: Draft['pins'] } => {
    const draft = store.draft(pipelineId)
    const newest = shelf.newest(pipelineId)
    const near = draft ?? (newest && { text: shelf.text(pipelineId, newest.hash), pins: newest.pins })
    if (near && isWhole(read(near.text))) return { text: written(near.text, definition), pins: near.pins }
    return { text: convert(definition, 'cli').files[0]?.text ?? '', pins: near?.pins ?? {} }
  }

  const froze: Versions['froze'] = (pipelineId, source, by) => {
    const record = store.pipeline(pipelineId)
    const version = source === 'put' ? record?.latest : source === 'activation' ? record?.active : record?.versions
    const definition = version === undefined ? undefined : store.version(pipelineId, version)?.definition
    if (version === undefined || !definition) return
    const newest = shelf.newest(pipelineId)
    const { text, pins } = textOf(pipelineId, definition)
    // Putting what is saved already, or running it, makes no version of its own: it only gets another name.
    const known =
      newest !== undefined &&
      source !== 'activation' &&
      by === thisStudio &&
      sameButValues(documentOf(newest).definition, definition)
    const kept = known
      ? newest
      : keep({ pipelineId, text, pins, revision: 0 }, source === 'run once' ? 'save' : source, by)
    shelf.freeze(pipelineId, { version, number: kept.number, source })
    if (source === 'put' && by === thisStudio) store.rebase(pipelineId, version)
    changed({ pipelineId, what: 'drafts', at: now() })
  }

  const heard: Versions['heard'] = (name, input, by) => {
    const source = freezing[name]
    const { pipelineId } = input as { readonly pipelineId?: string }
    if (!source || pipelineId === undefined) return
    try {
      froze(pipelineId, source, by)
    } catch (error) {
      // The service has done what was asked; whoever asked must hear that.
      console.error(`What ${by} put to ${pipelineId} is missing in the history.`, error)
    }
  }

  return {
    saved(draft, before, cause = 'save', of) {
      const newest = shelf.newest(draft.pipelineId)
      if (before && before.revision > 0 && !newest) keep(before, 'save', thisStudio)
      // A save that only says that a version of the service was taken in.
      if (cause === 'save' && newest?.hash === hashOf(draft.text) && sameJson(newest.pins, draft.pins)) return
      keep(draft, cause, thisStudio, of)
    },
    froze,
    heard,
    recording: service => ({
      ...service,
      async PutPipelineDefinition(input, signal) {
        const verdict = await service.PutPipelineDefinition(input, signal)
        heard('PutPipelineDefinition', input, thisStudio)
        return verdict
      },
      async ActivatePipeline(input, signal) {
        const answer = await service.ActivatePipeline(input, signal)
        heard('ActivatePipeline', input, thisStudio)
        return answer
      },
    }),

    async ListVersions({ pipelineId, limit, offset }) {
      const record = recordOf(store, pipelineId)
      const settings = settingsNow()
      const runs = runsByVersion(store.database, pipelineId, settings.mostRuns)
      const frozen = Map.groupBy(shelf.frozen(pipelineId), one => one.number)
      const versions = shelf.page(pipelineId, limit ?? -1, offset ?? 0).map((kept): SavedVersion => {
        const { hash: _, pins: __, ...version } = kept
        const service = (frozen.get(kept.number) ?? []).map(({ version, source }) => ({ version, source }))
        const used = service.flatMap(one => runs.get(one.version) ?? []).sort((a, b) => b - a)
        return { ...version, service, runs: used.length, newestRuns: used.slice(0, 3) }
      })
      const { latest, active } = record
      return {
        versions,
        total: shelf.count(pipelineId),
        settings,
        ...(latest !== undefined && { latest }),
        ...(active !== undefined && { active }),
      }
    },

    async GetVersionText({ pipelineId, version: asked }) {
      const record = recordOf(store, pipelineId)
      if (asked === 'draft') {
        const draft = store.draft(pipelineId)
        if (draft) return { text: draft.text, pins: draft.pins, at: draft.updatedAt }
      }
      if (/^\d+$/.test(asked)) {
        const kept = shelf.version(pipelineId, Number(asked))
        if (!kept) throw new Fault('NotFound', `Pipeline ${pipelineId} has no version ${asked} in its history.`)
        const { number, pins, hash, updatedAt: at } = kept
        return { text: shelf.text(pipelineId, hash), pins, number, at }
      }
      const service =
        asked === 'active' ? record.active : asked.startsWith('s') ? Number(asked.slice(1)) : record.latest
      const frozen = service === undefined ? undefined : store.version(pipelineId, service)
      if (service === undefined || !frozen)
        throw new Fault(
          'NotFound',
          asked === 'active'
            ? `Pipeline ${pipelineId} was never activated, so it has no active version.`
            : `The service has no version ${asked.replace(/^s/, '')} of pipeline ${pipelineId}.`,
        )
      const as = shelf.frozenAs(pipelineId, service)
      const kept = as && shelf.version(pipelineId, as.number)
      const near = kept ? { text: shelf.text(pipelineId, kept.hash), pins: kept.pins } : undefined
      const text = near && isWhole(read(near.text)) ? written(near.text, frozen.definition) : undefined
      return {
        text: text ?? convert(frozen.definition, 'cli').files[0]?.text ?? '',
        pins: near?.pins ?? {},
        service,
        at: frozen.createdAt,
        ...(kept && { number: kept.number }),
      }
    },

    async NameVersion({ pipelineId, number, name }) {
      if (!shelf.version(pipelineId, number))
        throw new Fault('NotFound', `Pipeline ${pipelineId} has no version ${number} in its history.`)
      shelf.name(pipelineId, number, name.trim() || undefined)
      changed({ pipelineId, what: 'drafts', at: now() })
      return {}
    },
  }
}

function recordOf(store: SqliteStore, pipelineId: string) {
  const record = store.pipeline(pipelineId)
  if (!record) throw new Fault('PipelineNotFoundException', `There is no pipeline with id ${pipelineId}.`)
  return record
}

/** A text that means a definition, as near to another text as can be. */
function written(text: string, definition: Definition): string {
  const document = read(text)
  return applyEdits(text, become('Write', definition).edits(document))
}

/** Whether all of it could be read, so that what it lacks was never there. */
const isWhole = ({ problems, definition }: Document): boolean =>
  definition.objects.length > 0 && !problems.some(one => one.severity === 'error')

const sameButValues = (a: Definition, b: Definition): boolean =>
  changesBetween({ ...a, values: [] }, { ...b, values: [] }).length === 0

function differenceOf(before: Document, after: Document, oldPins: Draft['pins'], pins: Draft['pins']): string {
  const changes = changesBetween(before.definition, after.definition)
  if (changes.length > 0) return sentenceOf(changes)
  const apart = distance(before, after)
  if (apart === 'format') return 'comments or spacing only'
  if (apart === 'order') return 'order only'
  return sameJson(oldPins, pins) ? '' : 'cards moved'
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function firstWords(text: string): string {
  const count = read(text).definition.objects.length
  return `the first version, ${count === 1 ? '1 object' : `${count} objects`}`
}

/** The newest documents that were read, by the hash of their texts. */
function rememberedReadings(most: number) {
  const known = new Map<string, Document>()
  return (hash: string, text: () => string): Document => {
    const before = known.get(hash)
    const document = before ?? read(text())
    known.delete(hash)
    known.set(hash, document)
    if (known.size > most) known.delete(known.keys().next().value ?? '')
    return document
  }
}
