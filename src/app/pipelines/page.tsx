import './pipelines.css'
import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { type DragEvent, lazy, Suspense, useEffect, useState } from 'react'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { Page, Trouble, Waiting } from '../ui/kit.tsx'
import type { Given } from './import.tsx'
import { Start } from './start.tsx'
import { PipelineTable } from './table.tsx'

const CreateDialog = lazy(() => import('./create.tsx').then(room => ({ default: room.CreateDialog })))

/** All pipelines, or, where there is none yet, the way to the first. `create` in the address opens the dialog. */
export function PipelinesPage() {
  const { data, error, refetch } = useQuery(pipelinesQuery(useService()))
  const [address, change] = useAddress()
  const [given, setGiven] = useState<Given>()
  const create = (how: string) => change({ create: how }, 'push')
  const take = (next: Given) => {
    setGiven(next)
    create('import')
  }
  usePaste(address.create === undefined, text => take({ text }))
  const onDrop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file || address.create !== undefined) return
    event.preventDefault()
    void file.text().then(text => take({ text, file: file.name }))
  }
  return (
    <section
      aria-label="Pipelines"
      onDrop={onDrop}
      onDragOver={event => {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault()
      }}
      style={{ minHeight: '100%' }}
    >
      <Page
        title="Pipelines"
        about="Definitions of AWS Data Pipeline that this machine keeps, and really runs."
        actions={
          data &&
          data.length > 0 && (
            <>
              <Button onClick={() => create('import')}>Import</Button>
              <Button variant="primary" onClick={() => create('example')}>
                Create pipeline
              </Button>
            </>
          )
        }
      >
        {error && <Trouble what="The pipelines could not be listed" error={error} retry={() => void refetch()} />}
        {!data && !error && <Waiting what="Listing the pipelines" />}
        {data && (data.length > 0 ? <PipelineTable pipelines={data} /> : <Start create={create} />)}
        {address.create && (
          <Suspense>
            <CreateDialog
              how={address.create}
              {...(given && { given })}
              choose={create}
              close={() => {
                setGiven(undefined)
                change({ create: undefined })
              }}
            />
          </Suspense>
        )}
      </Page>
    </section>
  )
}

/** A definition that was pasted anywhere on the page is on its way in. */
function usePaste(wanted: boolean, take: (text: string) => void): void {
  useEffect(() => {
    if (!wanted) return
    const onPaste = (event: ClipboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea')
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (!inField && /[{[:]/.test(text)) take(text)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  })
}
