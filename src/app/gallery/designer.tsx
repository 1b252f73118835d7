import '../source/source.css'
import { type ReactNode, useMemo, useState } from 'react'
import { readDefinition } from '../../core/formats/index.ts'
import { agreementOf, type ServiceVerdict } from '../../core/validation/agreement.ts'
import { validate } from '../../core/validation/index.ts'
import { nouns } from '../account/kinds.ts'
import { NamesEntry } from '../account/names-entry.tsx'
import { Result } from '../design/verdict-view.tsx'
import { SchedulePreview } from '../schedule/preview.tsx'
import { SessionContext, sessionOf } from '../state/session.ts'
import { draftText, now, pipelineId } from './fixtures.ts'
import { fixtureService } from './service.ts'

/** Parts of the designer that tell of a definition or ask for a name, over a definition that never changes. */

const draft = { pipelineId, text: draftText, pins: {}, revision: 1, updatedAt: now }

function InSession({ children }: { readonly children: ReactNode }) {
  const [session] = useState(() => sessionOf(fixtureService, draft, () => undefined))
  return <SessionContext value={session}>{children}</SessionContext>
}

export const Schedule = () => (
  <InSession>
    <div style={{ height: 'calc(100vh - 130px)', border: '1px solid var(--pw-line)' }}>
      <SchedulePreview />
    </div>
  </InSession>
)

const verdicts: readonly (readonly [string, ServiceVerdict & { readonly errored: boolean }])[] = [
  [
    'Refused',
    {
      errored: true,
      validationErrors: [
        { id: 'Train', errors: ["Missing required field 'maximumRetries' or an unknown reference."] },
        { id: 'Machine', errors: ["Missing required field 'role'"] },
        { id: 'Often', errors: ['The period must be at least 15 minutes.'] },
      ],
      validationWarnings: [{ id: 'Machine', warnings: ["'keyPair' is missing, so nobody can log in."] }],
    },
  ],
  [
    'With warnings',
    {
      errored: false,
      validationErrors: [],
      validationWarnings: ['A', 'B', 'C', 'D', 'E'].map(id => ({
        id: `Copy${id}`,
        warnings: [`Copy${id} has no 'onFail'.`],
      })),
    },
  ],
  ['Agreed', { errored: false, validationErrors: [], validationWarnings: [] }],
]

/** What the service says of a definition, refused, with warnings and agreed, beside what our checks say of it. */
export function Verdicts() {
  const findings = useMemo(() => validate(readDefinition(draftText).definition), [])
  return (
    <InSession>
      {verdicts.map(([title, verdict], at) => (
        <section key={title} style={{ maxWidth: 860, marginBottom: 28, display: 'grid', gap: 12 }}>
          <h2>{title}</h2>
          <Result
            verdict={verdict as Parameters<typeof Result>[0]['verdict']}
            said={agreementOf(verdict, at === 0 ? findings : [])}
            saved={at > 0}
            leave={() => undefined}
          />
        </section>
      ))}
    </InSession>
  )
}

const asked = ['dynamodbTable', 'subnet', 'keyPair', 'iamRole'] as const

/** Entries for what an account has: much, one, nothing, and what it will not tell. Press List. */
export function AccountNames() {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({ dynamodbTable: 'churn-scores-014' })
  return (
    <div style={{ display: 'grid', gap: 20, maxWidth: 520, paddingBottom: 320 }}>
      {asked.map(kind => (
        <label key={kind} htmlFor={`gallery-${kind}`} style={{ display: 'grid', gap: 4 }}>
          <b>{nouns[kind].many}</b>
          <NamesEntry
            id={`gallery-${kind}`}
            kind={kind}
            label={nouns[kind].many}
            value={values[kind] ?? ''}
            onChange={name => setValues({ ...values, [kind]: name })}
            region={kind === 'subnet' ? 'us-east-1' : undefined}
          />
        </label>
      ))}
    </div>
  )
}
