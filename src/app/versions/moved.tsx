import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { replaceText } from '../../core/definition/commands.ts'
import { type Document, read } from '../../core/definition/text.ts'
import { changesBetween } from '../../core/versions/changes.ts'
import { sentenceOf } from '../../core/versions/words.ts'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { savedVersionsQuery, versionTextQuery } from '../data/versions.ts'
import { useEditor, useSession } from '../state/session.ts'
import { useZone } from '../state/zone.ts'
import { formatTimeWithZone } from '../ui/time.ts'
import { tell } from '../ui/toasts.tsx'
import type { Side } from './comparison.tsx'

const MergeDialog = lazy(() => import('./merge.tsx').then(room => ({ default: room.MergeDialog })))

/** Says that an AWS client put another definition since this draft was opened or merged, and lets merge the two. */
export function Moved() {
  const { pipelineId, saver } = useSession()
  const service = useService()
  const { data: pipelines } = useQuery(pipelinesQuery(service))
  const base = useStore(saver.base).version ?? 0
  const latest = pipelines?.find(one => one.id === pipelineId)?.latest ?? 0
  const moved = latest > base
  const theirs = useQuery({ ...versionTextQuery(service, pipelineId, `s${latest}`), enabled: moved })
  const before = useQuery({ ...versionTextQuery(service, pipelineId, `s${base}`), enabled: moved && base > 0 })
  if (!moved || !theirs.data || (base > 0 && !before.data)) return null
  return <Banner key={latest} version={latest} theirs={theirs.data} base={before.data?.document ?? nothing} />
}

const nothing = read('')

interface BannerProps {
  readonly version: number
  readonly theirs: Side
  readonly base: Document
}

function Banner({ version, theirs, base }: BannerProps) {
  const { pipelineId, editor, saver } = useSession()
  const service = useService()
  const zone = useZone()
  const mine = useEditor(now => now.document.definition)
  const { data: saved } = useQuery(savedVersionsQuery(service, pipelineId))
  const [merging, setMerging] = useState(false)
  const they = theirs.document.definition
  const changes = useMemo(() => changesBetween(base.definition, they), [base, they])
  const who = saved?.versions.find(one => one.service.some(frozen => frozen.version === version))?.by
  // Nothing to decide where the draft says the same, or they only put again what was there.
  const settled = useMemo(() => changes.length === 0 || changesBetween(mine, they).length === 0, [changes, mine, they])
  // Nor where nothing was changed here since: then the draft follows, in a step that can be undone.
  const [follows] = useState(() => changesBetween(base.definition, mine).length === 0)
  const take = useCallback(
    (label: string) => {
      editor.getState().run({ ...replaceText(theirs.text), label })
      void saver.saveAs({ cause: 'merge' }, version)
    },
    [editor, saver, theirs, version],
  )
  useEffect(() => {
    if (settled) void saver.saveAs({}, version)
    else if (follows && who !== undefined) {
      take(`Follow what ${who} put`)
      tell(`${who} put another definition to the service; the draft follows it`, 'info')
    }
  }, [settled, follows, who, saver, version, take])
  if (settled || follows || who === undefined) return null
  return (
    <div className="pw-conflict">
      <Alert
        type="warning"
        header={`${who} put another definition to the service`}
        action={
          <span className="pw-row">
            <Button onClick={() => setMerging(true)}>Merge…</Button>
            <Button
              onClick={() => {
                take(`Take what ${who} put`)
                tell('The draft says what the service has; one undo takes it back')
              }}
            >
              Take theirs
            </Button>
            <Button onClick={() => void saver.saveAs({}, version)}>Keep mine</Button>
          </span>
        }
      >
        {sentenceOf(changes)}, at {formatTimeWithZone(theirs.at, zone, 'second')}. This draft does not have it: your
        next launch would replace it.
      </Alert>
      {merging && (
        <Suspense>
          <MergeDialog
            base={base}
            theirs={theirs.document}
            whose={who}
            version={version}
            close={() => setMerging(false)}
          />
        </Suspense>
      )}
    </div>
  )
}
