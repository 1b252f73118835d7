import type { WhyReport } from '../../api/runs.ts'
import type { CostReport } from '../../core/cost/report.ts'
import { instances } from './fixtures.ts'

/** What the server would say of the fixtures. */

const originOf = (instanceId: string): string[] => {
  const one = instances.find(i => i.id === instanceId)
  if (!one) return []
  const next = one.cascadeFailedOn ?? one.waitingOn[0]
  return [instanceId, ...(next === undefined ? [] : originOf(next))]
}

export function whyReport(instanceId: string): WhyReport {
  const chain = originOf(instanceId).flatMap(id => instances.find(i => i.id === id) ?? [])
  const origin = chain.at(-1)
  const failed = origin?.errorMessage !== undefined
  return {
    instanceId,
    headline: failed
      ? chain.length > 1
        ? `${chain[0]?.name} did not run because ${origin?.name} failed: a Python module is missing.`
        : `${origin?.name} failed: a Python module is missing.`
      : `${chain[0]?.name} waits, in the end, for ${origin?.name}.`,
    chain: chain.map(one => ({
      instanceId: one.id,
      status: one.status,
      reason:
        one.errorMessage ??
        (one.cascadeFailedOn !== undefined
          ? 'The failure of what it depends on cascaded.'
          : one.waitingOn.length > 0
            ? 'Waits for what comes before it.'
            : 'Runs now.'),
    })),
    diagnoses: failed
      ? [
          {
            rule: 'shell/python-module-missing',
            title: 'A Python module is not installed on the machine',
            cause: 'The script imports `sklearn`, and the Python that ran it does not have that module.',
            remedies: [
              'Install it before the script runs: `python3 -m pip install --user scikit-learn`.',
              'Or use a machine image on which it is installed already.',
            ],
            confidence: 0.9,
            evidence: { text: "ModuleNotFoundError: No module named 'sklearn'", source: 'stderr', line: 45 },
          },
        ]
      : [],
  }
}

export const fieldsOf = (id: string) => ({
  id,
  name: id,
  fields: [
    { key: 'command', stringValue: 'python3 train.py --rate 0.3 --out s3://churn-data/model/2026-05-04' },
    { key: 'runsOn', refValue: 'Machine' },
    { key: 'maximumRetries', stringValue: '2' },
    { key: '*password', stringValue: '' },
    { key: '@status', stringValue: 'FAILED' },
    { key: '@scheduledStartTime', stringValue: '2026-05-04T02:50:20' },
  ],
})

const basis = 'List price us-east-1, 2026-04-20'

export const runCost: CostReport = {
  kind: 'accrued',
  low: 0.948,
  likely: 0.948,
  lines: [
    { what: 'Machine, m5.large', kind: 'resource', object: 'Machine', quantity: '1 × 1 h 21 m', usd: 0.13 },
    { what: 'Scoring cluster, 3 × m5.xlarge', kind: 'resource', object: 'Cluster', quantity: '3 × 46 m', usd: 0.44 },
    { what: 'EMR fee of the cluster', kind: 'emr', object: 'Cluster', quantity: '3 × 46 m', usd: 0.11 },
    {
      what: 'EMR fee of m7i.xlarge',
      kind: 'emr',
      object: 'Cluster',
      quantity: '46 m',
      note: 'No EMR price is known for this type.',
    },
    { what: 'Three failed attempts of Train model', kind: 'waste', object: 'Train', quantity: '20 m', usd: 0.032 },
    { what: 'Machine without work', kind: 'idle', object: 'Machine', quantity: '34 m', usd: 0.055 },
    { what: 'Data Pipeline, activities run more than once a day', kind: 'fee', quantity: '6 activities', usd: 0.181 },
  ],
  basis,
  assumptions: ['Storage, requests and transfer are not included.'],
}

export const estimate: CostReport = {
  ...runCost,
  kind: 'estimate',
  low: 0.71,
  likely: 0.93,
  high: 2.4,
  assumptions: ['Typical duration: median of 14 runs.', 'The upper bound is terminateAfter of each machine.'],
  monthly: { usd: 114.2, runs: 120, fee: 7.8 },
}
