import '../versions/versions.css'
import { lazy, Suspense } from 'react'
import { type Document, read } from '../../core/definition/text.ts'
import { maskedText } from '../../core/versions/masked.ts'
import { Waiting } from '../ui/kit.tsx'
import { Comparison, type Side } from '../versions/comparison.tsx'
import { now } from './fixtures.ts'

const TextDiff = lazy(() => import('../source/text-diff.tsx').then(room => ({ default: room.TextDiff })))

const objects = (...list: readonly object[]) => `${JSON.stringify({ objects: list }, null, 2)}\n`
const shared = [
  { id: 'Default', name: 'Default', scheduleType: 'cron', schedule: { ref: 'Daily' }, role: 'r', resourceRole: 's' },
  { id: 'Daily', name: 'Daily', type: 'Schedule', period: '1 day', startDateTime: '2026-01-01T00:00:00' },
  { id: 'Raw', name: 'Raw', type: 'S3DataNode', directoryPath: 's3://churn/raw/' },
]
const box = { type: 'Ec2Resource', instanceType: 'm5.large', terminateAfter: '2 hours' }
const train = { id: 'Train', name: 'Train', type: 'ShellCommandActivity', input: { ref: 'Raw' } }

/** One object of each kind of change: added, changed, renamed and removed, among those that stay. */
const before = objects(
  ...shared,
  { id: 'Box', name: 'Box', ...box },
  { ...train, runsOn: { ref: 'Box' }, command: 'python3 train.py', '*myToken': 'hush' },
  { id: 'Check', name: 'Check', type: 'ShellCommandActivity', runsOn: { ref: 'Box' }, dependsOn: { ref: 'Train' } },
)
const after = objects(
  ...shared,
  { id: 'Machine', name: 'Machine', ...box },
  { ...train, runsOn: { ref: 'Machine' }, command: 'python3 train.py --rate 0.3', '*myToken': 'whisper' },
  {
    id: 'Report',
    name: 'Report',
    type: 'ShellCommandActivity',
    runsOn: { ref: 'Machine' },
    dependsOn: { ref: 'Train' },
    command: 'python3 report.py',
  },
)

const sideOf = (text: string, number: number): Side => ({ text, pins: {}, number, at: now, document: read(text) })

const asTexts = (one: Document, other: Document) => (
  <Suspense fallback={<Waiting what="Loading the text editor" />}>
    <TextDiff before={maskedText(one)} after={maskedText(other)} />
  </Suspense>
)

function Two({ from, to }: { readonly from: Side; readonly to: Side }) {
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: 'calc(100vh - 130px)' }}>
      <Comparison before={from} after={to} names={['saved version 1', 'saved version 2']} asTexts={asTexts} />
    </div>
  )
}

const [first, second, spaced] = [before, after, before.replaceAll('  "id"', '    "id"')].map((text, at) =>
  sideOf(text, at + 1),
)

export const Versions = () => first && second && <Two from={first} to={second} />

export const VersionsAlike = () => first && spaced && <Two from={first} to={spaced} />
