import { remoteService, type StudioService } from '../../api/client.ts'
import type { Status } from '../../core/runs/instance.ts'
import { estimate, fieldsOf, runCost, whyReport } from './answers.ts'
import { accountNames, connections, partPreview } from './answers-of-dialogs.ts'
import { attempts, definition, draftText, instances, now, pipelineId, runs, summary } from './fixtures.ts'
import { logFiles, readText, searchText } from './logs.ts'
import { rehearsals } from './rehearsals.ts'

interface Filter {
  readonly statuses?: readonly Status[] | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const within = (one: { readonly status: Status; readonly scheduledStart: number }, { statuses, from, to }: Filter) =>
  (!statuses || statuses.includes(one.status)) &&
  one.scheduledStart >= (from ?? 0) &&
  one.scheduledStart < (to ?? Number.POSITIVE_INFINITY)

const page = <T>(
  all: readonly T[],
  { limit = 100, offset = 0 }: { limit?: number | undefined; offset?: number | undefined },
) => all.slice(offset, offset + limit)

const known: Partial<StudioService> = {
  GetEnvironment: async () => ({
    version: '0.1.0',
    region: 'us-east-1',
    regions: [{ id: 'us-east-1', name: 'US East (N. Virginia)', pricesOf: '2026-07-20' }],
    dataDir: '~/.pipewright',
    gateway: 'http://127.0.0.1:4411',
    // The clock of the gallery stands still.
    speed: 0,
    python: { found: false },
    awsCli: { found: false },
    tools: {},
    now,
  }),
  ListPipelineSummaries: async () => ({ pipelines: [summary] }),
  ListExamples: async () => ({ examples: [] }),
  GetDraft: async () => ({ pipelineId, text: draftText, pins: {}, revision: 1, updatedAt: now }),
  GetVersion: async ({ version }) => ({ version, createdAt: now, source: '', definition }),
  ListRuns: async filter => {
    const fitting = runs.filter(run => within(run, filter))
    return { runs: [...page(fitting, filter)], total: fitting.length }
  },
  ListInstances: async filter => {
    const fitting = instances.filter(
      one =>
        (filter.scheduledStart === undefined || one.scheduledStart === filter.scheduledStart) && within(one, filter),
    )
    return { instances: [...page(fitting, filter)], total: fitting.length }
  },
  ListAttempts: async ({ scheduledStart, instanceId }) => {
    const ids = new Set(
      instances.filter(i => i.id === instanceId || i.scheduledStart === scheduledStart).map(i => i.id),
    )
    return { attempts: attempts.filter(a => ids.has(a.instanceId)) }
  },
  ListLogs: async ({ attemptId }) => ({ logs: logFiles(`s3://churn-logs/${attemptId}/`) }),
  ReadLog: async ({ uri, from, count }) => readText(uri, from, count),
  SearchLog: async ({ uri, text, regex, caseSensitive }) => {
    const plain = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return searchText(uri, new RegExp(regex ? text : plain, caseSensitive ? '' : 'i'))
  },
  Why: async ({ instanceId }) => whyReport(instanceId),
  DescribeObjects: async ({ objectIds }) => ({ pipelineObjects: objectIds.map(fieldsOf), hasMoreResults: false }),
  RunCost: async () => runCost,
  EstimateCost: async () => estimate,
  ListConnections: async () => ({
    connections: [...connections],
    actions: ['datapipeline:ListPipelines'],
    attemptActions: ['s3:GetObject'],
  }),
  ListAccountNames: async ({ kind }) => accountNames(kind),
  PreviewPart: async ({ part }) => partPreview(part),
  ListRehearsals: async () => ({
    rehearsals: rehearsals.map(one => one.rehearsal),
    most: 200,
    kept: rehearsals.length,
  }),
}

const nobody = remoteService('/gallery', () => Promise.reject(new Error('The gallery asks nobody.')))

/** Answers from the fixtures. What the gallery does not show it asks of nobody: such calls fail with a fault. */
export const fixtureService = new Proxy(known, {
  get: (_, name) => known[name as keyof StudioService] ?? nobody[name as keyof StudioService],
}) as StudioService
