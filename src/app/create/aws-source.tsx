import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ConnectionChoice, RemotePipeline } from '../../api/connections.ts'
import type { WorkspaceCalls } from '../../api/workspace.ts'
import { connectionsQuery, remotePipelinesQuery } from '../data/connections.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { Trouble, Waiting } from '../ui/kit.tsx'

/** Brings pipelines over from an account of AWS: which connection, what is there, what came of it. */
export function AwsSource() {
  const service = useService()
  const [address, change] = useAddress()
  const connections = useQuery(connectionsQuery(service))
  const known = connections.data?.connections ?? []
  const id = address.connection ?? known[0]?.id ?? ''
  const connection = known.find(one => one.id === id)
  const region = address.region ?? connection?.region ?? ''
  const endpoint = address.endpoint ?? connection?.endpoint ?? ''
  const [asked, setAsked] = useState<ConnectionChoice>()
  const found = useQuery(remotePipelinesQuery(service, asked))
  return (
    <section className="pw-panel pw-create-aws" aria-labelledby="create-aws">
      <header>
        <h2 id="create-aws">From an AWS account</h2>
        <span className="pw-note">Reads only. Keys stay with the server and never reach this page.</span>
      </header>
      <div className="pw-panel-body">
        {connections.error && <Trouble what="The connections could not be listed" error={connections.error} />}
        {connections.isPending && <Waiting what="Looking for connections" />}
        {connections.data && known.length === 0 && (
          <Alert type="info" header="This machine knows no AWS account yet">
            A connection is a profile of the AWS CLI on the machine of the server: <code>aws configure</code> or{' '}
            <code>aws configure sso</code> makes one. Keys in the environment of the server do as well. Then{' '}
            <button type="button" className="pw-plain pw-link" onClick={() => void connections.refetch()}>
              look again
            </button>
            .
          </Alert>
        )}
        {known.length > 0 && (
          <form
            className="pw-create-connect"
            onSubmit={event => {
              event.preventDefault()
              const next = { id, region: region.trim(), ...(endpoint.trim() && { endpoint: endpoint.trim() }) }
              if (asked && JSON.stringify(asked) === JSON.stringify(next)) void found.refetch()
              else setAsked(next)
            }}
          >
            <label>
              <span>Connection</span>
              <select
                className="pw-entry"
                value={id}
                onChange={event => change({ connection: event.target.value, region: undefined, endpoint: undefined })}
              >
                {known.map(one => (
                  <option key={one.id} value={one.id}>
                    {one.title} ({one.about})
                  </option>
                ))}
              </select>
            </label>
            <label>
              <span>Region</span>
              <input
                className="pw-entry"
                placeholder="eu-west-1"
                spellCheck={false}
                value={region}
                onChange={event => change({ region: event.target.value || undefined })}
              />
            </label>
            <label>
              <span>Endpoint, where it is not AWS itself</span>
              <input
                className="pw-entry"
                placeholder="https://"
                spellCheck={false}
                value={endpoint}
                onChange={event => change({ endpoint: event.target.value || undefined })}
              />
            </label>
            <Button formAction="submit" disabled={region.trim() === ''} loading={found.isFetching}>
              List its pipelines
            </Button>
          </form>
        )}
        {connections.data && <p className="pw-note">The user or role needs {connections.data.actions.join(', ')}.</p>}
        {found.error && (
          <Trouble what="The pipelines could not be listed" error={found.error} retry={() => void found.refetch()} />
        )}
        {asked && found.data && !found.error && (
          <RemoteList key={JSON.stringify(asked)} connection={asked} pipelines={found.data.pipelines} />
        )}
      </div>
    </section>
  )
}

interface RemoteListProps {
  readonly connection: ConnectionChoice
  readonly pipelines: readonly RemotePipeline[]
}

function RemoteList({ connection, pipelines }: RemoteListProps) {
  const service = useService()
  const client = useQueryClient()
  const [address, change] = useAddress()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [progress, setProgress] = useState<string>()
  const words = (address.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const shown = pipelines.filter(one => words.every(word => textOf(one).includes(word)))
  const bring = useMutation({
    mutationFn: async () => {
      const ids = [...ticked]
      const all: Brought = { imported: [], refused: [] }
      for (let at = 0; at < ids.length; at += atOnce) {
        setProgress(`Importing ${at + 1} of ${ids.length}`)
        const answer = await service.ImportRemotePipelines({ connection, pipelineIds: ids.slice(at, at + atOnce) })
        all.imported.push(...answer.imported)
        all.refused.push(...answer.refused)
      }
      return all
    },
    onSuccess: () => setTicked(new Set()),
    onSettled: () => {
      setProgress(undefined)
      void client.invalidateQueries({ queryKey: ['pipelines'] })
    },
  })
  const tick = (ids: readonly string[], on: boolean) => {
    const next = new Set(ticked)
    for (const id of ids) on ? next.add(id) : next.delete(id)
    setTicked(next)
  }
  if (pipelines.length === 0)
    return <p className="pw-create-sentence">There are no pipelines in {connection.region}.</p>
  return (
    <>
      <div className="pw-row">
        <input
          className="pw-entry"
          type="search"
          style={{ width: 280 }}
          aria-label="Find pipelines there"
          placeholder="Find by name, id, description or tag"
          value={address.q ?? ''}
          onChange={event => change({ q: event.target.value || undefined })}
        />
        <span className="pw-note">
          {shown.length} of {pipelines.length}
        </span>
        <span style={{ flex: 1 }} />
        <Button variant="primary" disabled={ticked.size === 0} loading={bring.isPending} onClick={() => bring.mutate()}>
          {progress ?? importWords(ticked.size)}
        </Button>
      </div>
      <div className="pw-create-remote">
        <table>
          <thead>
            <tr>
              <th>
                <input
                  type="checkbox"
                  aria-label="Tick all that are shown"
                  checked={shown.length > 0 && shown.every(one => ticked.has(one.id))}
                  onChange={event =>
                    tick(
                      shown.map(one => one.id),
                      event.target.checked,
                    )
                  }
                />
              </th>
              <th>Name</th>
              <th>State</th>
              <th>Tags</th>
              <th>What ran there</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(one => (
              <tr key={one.id}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Tick ${one.name}`}
                    checked={ticked.has(one.id)}
                    onChange={event => tick([one.id], event.target.checked)}
                  />
                </td>
                <td>
                  <b>{one.name}</b>
                  <div className="pw-note">
                    {one.id}
                    {one.description && ` · ${one.description}`}
                  </div>
                </td>
                <td>{one.state ?? '–'}</td>
                <td>
                  {one.tags.map(tag => (
                    <span key={tag.key} className="pw-create-chip">
                      {tag.key}
                      {tag.value && `: ${tag.value}`}
                    </span>
                  ))}
                </td>
                <td>
                  <Link
                    className="pw-link"
                    to="/aws/$pipelineId"
                    params={{ pipelineId: one.id }}
                    search={{ ...connectionSearch(connection), name: one.name } as never}
                  >
                    Attempts
                    <span className="pw-unseen"> of {one.name}</span>
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {bring.error && <Trouble what="The pipelines were not imported" error={bring.error} />}
      {bring.data && (
        <Alert
          type={bring.data.refused.length > 0 ? 'warning' : 'success'}
          header={`${bring.data.imported.length === 1 ? '1 pipeline was' : `${bring.data.imported.length} pipelines were`} imported; none runs until you launch it`}
        >
          <ul className="pw-remarks">
            {bring.data.imported.map(({ pipelineId, name }) => (
              <li key={pipelineId}>
                <Link className="pw-link" to="/pipelines/$pipelineId/design" params={{ pipelineId }}>
                  {name}
                </Link>
              </li>
            ))}
            {bring.data.refused.map(({ from, message }) => (
              <li key={from}>
                {from} was not: {message}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  )
}

const connectionSearch = ({ id, region, endpoint }: ConnectionChoice) => ({
  connection: id,
  region,
  ...(endpoint && { endpoint }),
})

type Brought = WorkspaceCalls['ImportRemotePipelines']['out']

/** The service answers one such question a second: so many are asked for before the page tells how far it is. */
const atOnce = 5

const importWords = (count: number) =>
  count === 0 ? 'Import' : count === 1 ? 'Import 1 pipeline' : `Import ${count} pipelines`

const textOf = ({ id, name, description = '', tags }: RemotePipeline) =>
  [id, name, description, ...tags.map(tag => `${tag.key}=${tag.value}`)].join(' ').toLowerCase()
