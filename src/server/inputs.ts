import { z } from 'zod'
import type { WorkspaceName } from '../api/workspace.ts'
import { accountKinds } from '../core/catalog/schema.ts'
import { statuses } from '../core/runs/instance.ts'
import { settingsShape } from './settings.ts'

const pipelineId = z.string().min(1)
const part = z.object({ kind: z.enum(['only', 'until', 'from']), objectId: z.string().min(1) })
const rehearsalId = z.string().regex(/^rh-[0-9a-f]{8}$/, 'is no id of a rehearsal')
const time = z.number().int()
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional()
const window = {
  statuses: z.array(z.enum(statuses)).optional(),
  from: time.optional(),
  to: time.optional(),
  limit: z.number().int().min(1).max(100_000).optional(),
  offset: z.number().int().min(0).optional(),
}
const tags = z.array(z.object({ key: z.string().min(1).max(128), value: z.string().max(256) })).max(10)
const connection = z.object({
  id: z.string().min(1),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no region, such as eu-west-1'),
  endpoint: z.url({ protocol: /^https?$/, error: 'is no address that begins with http' }).optional(),
})
const log = { pipelineId, attemptId: z.string().min(1), uri: z.string().min(1) }

/** What each call of the studio takes, checked at the door. */
export const workspaceInputs = {
  GetEnvironment: z.object({}),
  GetSettings: z.object({}),
  SaveSettings: settingsShape,
  ChooseRegion: z.object({ region: z.string() }),
  ArchiveRuns: z.object({ olderThanDays: z.number().int().min(1).max(100_000) }),
  ListPipelineSummaries: z.object({}),
  GetDraft: z.object({ pipelineId }),
  SaveDraft: z.object({
    pipelineId,
    text: z.string().max(16 * 1024 * 1024),
    pins: z.record(z.string(), z.object({ x: z.number(), y: z.number() })),
    revision: z.number().int().min(0),
    base: z.number().int().optional(),
    cause: z.enum(['import', 'example', 'clone', 'restore', 'merge']).optional(),
    of: z.number().int().optional(),
  }),
  ListVersions: z.object({ pipelineId, limit: window.limit, offset: window.offset }),
  GetVersionText: z.object({ pipelineId, version: z.string().regex(/^(s?\d{1,9}|draft|latest|active)$/) }),
  NameVersion: z.object({ pipelineId, number: z.number().int(), name: z.string().max(200) }),
  ImportPipeline: z.object({
    name: z.string().min(1).max(1024),
    text: z.string(),
    description: z.string().max(1024).optional(),
    tags: tags.optional(),
  }),
  ListConnections: z.object({}),
  ListRemotePipelines: z.object({ connection }),
  ListAccountNames: z.object({ connection, kind: z.enum(accountKinds) }),
  ImportRemotePipelines: z.object({ connection, pipelineIds: z.array(z.string().min(1)).min(1).max(1000) }),
  ListExamples: z.object({}),
  CreateFromExample: z.object({ name: z.string(), as: z.string().min(1).max(1024).optional() }),
  ClonePipeline: z.object({
    pipelineId,
    name: z.string().min(1).max(1024),
    version: z.string().min(1).optional(),
    schedule: z.enum(['keep', 'period']).optional(),
  }),
  ExportBundle: z.object({ pipelineId }),
  RunOnce: z.object({
    pipelineId,
    values,
    at: time.optional(),
    part: part.optional(),
    outputsOf: time.optional(),
  }),
  ReplayAttempt: z.object({
    pipelineId,
    attemptId: z.string().min(1),
    outputs: z.enum(['scratch', 'same']),
    connection: connection.optional(),
    secrets: z.record(z.string(), z.string().min(1).max(10_240)).optional(),
  }),
  ExportAttempt: z.object({ pipelineId, attemptId: z.string().min(1), connection: connection.optional() }),
  ListRemoteAttempts: z.object({
    connection,
    pipelineId,
    statuses: z.array(z.enum(statuses)).min(1),
    from: time.optional(),
  }),
  PreviewRemoteReplay: z.object({ connection, pipelineId, attemptId: z.string().min(1) }),
  PreviewPart: z.object({ pipelineId, values, part, at: time.optional(), outputsOf: time.optional() }),
  PreviewActivation: z.object({ pipelineId, values, from: time.optional() }),
  StartRehearsal: z.object({
    pipelineId,
    from: time,
    to: time,
    seed: z.number().int(),
    scenario: z.string().max(4 * 1024 * 1024),
    values,
    name: z.string().max(200).optional(),
  }),
  ListRehearsals: z.object({ pipelineId: pipelineId.optional() }),
  // Whatever an address names: what is not there is answered in a sentence of its own.
  GetRehearsal: z.object({ rehearsalId: z.string().max(100) }),
  NameRehearsal: z.object({ rehearsalId, name: z.string().max(200) }),
  DeleteRehearsal: z.object({ rehearsalId }),
  RecordScenario: z.object({ pipelineId, runs: z.number().int().min(1).max(1_000).optional() }),
  ListRuns: z.object({ pipelineId: pipelineId.optional(), ...window }),
  ListInstances: z.object({
    pipelineId: pipelineId.optional(),
    scheduledStart: time.optional(),
    componentIds: z.array(z.string()).optional(),
    ...window,
  }),
  ListAttempts: z.object({ pipelineId, scheduledStart: time.optional(), instanceId: z.string().optional() }),
  GetVersion: z.object({ pipelineId, version: z.number().int() }),
  ListLogs: z.object({ pipelineId, attemptId: z.string() }),
  ReadLog: z.object({ ...log, from: z.number().int(), count: z.number().int().min(1).max(10_000) }),
  SearchLog: z.object({
    ...log,
    text: z.string().min(1).max(1000),
    regex: z.boolean().optional(),
    caseSensitive: z.boolean().optional(),
  }),
  Why: z.object({ pipelineId, instanceId: z.string() }),
  EstimateCost: z.object({
    text: z.string().optional(),
    pipelineId: pipelineId.optional(),
    values,
    region: z.string().optional(),
  }),
  EstimateBackfill: z.object({
    text: z.string().optional(),
    pipelineId: pipelineId.optional(),
    values,
    at: time.optional(),
    since: time.optional(),
  }),
  RunCost: z.object({ pipelineId, scheduledStart: time }),
  ListNotices: z.object({ pipelineId: pipelineId.optional(), limit: z.number().int().min(1).max(10_000).optional() }),
  ListStorage: z.object({ uri: z.string() }),
  ReadObject: z.object({
    uri: z.string(),
    limit: z
      .number()
      .int()
      .min(1)
      .max(4 * 1024 * 1024)
      .optional(),
  }),
} satisfies Record<WorkspaceName, z.ZodType>
