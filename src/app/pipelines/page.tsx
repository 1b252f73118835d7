import './pipelines.css'
import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, useEffect } from 'react'
import { pipelinesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { type Handed, handOver } from '../state/handed.ts'
import { Page, Trouble, Waiting } from '../ui/kit.tsx'
import { Start } from './start.tsx'
import { PipelineTable } from './table.tsx'

/** All pipelines, or, where there is none yet, the way to the first. A definition can be dropped or pasted anywhere. */
export function PipelinesPage() {
  const { data, error, refetch } = useQuery(pipelinesQuery(useService()))
  const navigate = useNavigate()
  const create = (from: string) => void navigate({ to: '/create', search: { from } as never })
  const take = (next: Handed) => {
    handOver(next)
    create('import')
  }
  usePaste(text => take({ text }))
  const onDrop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file) return
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
              <Button variant="primary" onClick={() => create('template')}>
                Create pipeline
              </Button>
            </>
          )
        }
      >
        {error && <Trouble what="The pipelines could not be listed" error={error} retry={() => void refetch()} />}
        {!data && !error && <Waiting what="Listing the pipelines" />}
        {data && (data.length > 0 ? <PipelineTable pipelines={data} /> : <Start create={create} />)}
      </Page>
    </section>
  )
}

/** A definition that was pasted anywhere on the page is on its way in. */
function usePaste(take: (text: string) => void): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea')
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (!inField && /[{[:]/.test(text)) take(text)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  })
}
