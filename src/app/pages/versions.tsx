import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import type { Document } from '../../core/definition/text.ts'
import { maskedText } from '../../core/versions/masked.ts'
import { Waiting } from '../ui/kit.tsx'
import { VersionsView } from '../versions/page.tsx'

const TextDiff = lazy(() => import('../source/text-diff.tsx').then(room => ({ default: room.TextDiff })))

export function VersionsPage() {
  const { pipelineId = '' } = useParams({ strict: false })
  return (
    <VersionsView
      key={pipelineId}
      pipelineId={pipelineId}
      asTexts={(before, after) => <Texts before={before} after={after} />}
    />
  )
}

/** Both texts, their secrets masked. */
function Texts({ before, after }: { readonly before: Document; readonly after: Document }) {
  const [from, to] = [useMemo(() => maskedText(before), [before]), useMemo(() => maskedText(after), [after])]
  return (
    <Suspense fallback={<Waiting what="Loading the text editor" />}>
      <TextDiff before={from} after={to} />
    </Suspense>
  )
}
