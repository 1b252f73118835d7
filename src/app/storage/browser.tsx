import './storage.css'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import { useQuery } from '@tanstack/react-query'
import { objectQuery, storageQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useAddress } from '../state/address.ts'
import { useZone } from '../state/zone.ts'
import { Empty, Page, Trouble, Waiting } from '../ui/kit.tsx'
import { formatSize, formatTime, zoneName } from '../ui/time.ts'

const root = 's3://'
const firstBytes = 200_000

/** The local S3 store, level by level. Where one is and what is open stand in the address. */
export function StorageBrowser() {
  const [address, change] = useAddress()
  const at = address.at ?? root
  const zone = useZone()
  const { data, error, refetch } = useQuery(storageQuery(useService(), at))
  const go = (uri: string) => change({ at: uri === root ? undefined : uri, open: undefined, q: undefined }, 'push')
  const words = (address.q ?? '').toLowerCase()
  const prefixes = data?.prefixes.filter(uri => lastOf(uri).toLowerCase().includes(words)) ?? []
  const objects = data?.objects.filter(one => lastOf(one.uri).toLowerCase().includes(words)) ?? []
  return (
    <Page
      title="Storage"
      about="The S3 store of this machine: what pipelines read and write, and their logs. The AWS CLI and SDKs reach it too."
      actions={
        <input
          className="pw-input"
          type="search"
          style={{ width: 240 }}
          aria-label="Find on this level"
          placeholder="Find on this level"
          value={address.q ?? ''}
          onChange={event => change({ q: event.target.value || undefined })}
        />
      }
    >
      <nav className="pw-crumbs" aria-label="Where you are">
        {crumbsOf(at).map(({ uri, name }, n, all) =>
          n === all.length - 1 ? (
            <b key={uri}>{name}</b>
          ) : (
            <button key={uri} type="button" className="pw-storage-name" onClick={() => go(uri)}>
              {name}
            </button>
          ),
        )}
        {at !== root && (
          <CopyToClipboard
            variant="icon"
            copyButtonAriaLabel="Copy this address"
            copySuccessText="Copied"
            copyErrorText="The browser did not allow it"
            textToCopy={at}
          />
        )}
      </nav>
      {error && <Trouble what={`${at} could not be listed`} error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting what="Listing the storage" />}
      {data && (
        <div className="pw-storage" data-open={address.open !== undefined}>
          {prefixes.length + objects.length === 0 ? (
            <Empty title={words ? 'Nothing here is called so' : at === root ? 'No buckets yet' : 'Nothing is here'}>
              {at === root && !words && <p>A bucket is made when something is first written to it.</p>}
            </Empty>
          ) : (
            <table className="pw-storage-list">
              <thead>
                <tr>
                  <th>{at === root ? 'Bucket' : 'Name'}</th>
                  <th>Size</th>
                  <th>Changed ({zoneName(zone, data.objects[0]?.modified ?? 0)})</th>
                </tr>
              </thead>
              <tbody>
                {prefixes.map(uri => (
                  <tr key={uri}>
                    <td>
                      <button type="button" className="pw-storage-name" onClick={() => go(uri)}>
                        {lastOf(uri)}
                      </button>
                    </td>
                    <td className="pw-quiet">–</td>
                    <td className="pw-quiet">–</td>
                  </tr>
                ))}
                {objects.map(({ uri, size, modified }) => (
                  <tr key={uri} data-here={uri === address.open}>
                    <td>
                      <button type="button" className="pw-storage-name" onClick={() => change({ open: uri })}>
                        {lastOf(uri)}
                      </button>
                    </td>
                    <td className="pw-number">{formatSize(size)}</td>
                    <td className="pw-number">{formatTime(modified, zone, 'second')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {address.open !== undefined && <OpenObject uri={address.open} close={() => change({ open: undefined })} />}
        </div>
      )}
    </Page>
  )
}

/** The beginning of an object as text. */
function OpenObject({ uri, close }: { readonly uri: string; readonly close: () => void }) {
  const { data, error } = useQuery(objectQuery(useService(), uri, firstBytes))
  return (
    <section className="pw-object" aria-label={lastOf(uri)}>
      <header>
        <b className="pw-cut" title={uri}>
          {lastOf(uri)}
        </b>
        {data && <span className="pw-quiet pw-number">{formatSize(data.size)}</span>}
        <span style={{ flex: 1 }} />
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel="Copy the address"
          copySuccessText="Copied"
          copyErrorText="The browser did not allow it"
          textToCopy={uri}
        />
        <button type="button" className="pw-tool" onClick={close}>
          Close
        </button>
      </header>
      {error && <Trouble what="The object could not be read" error={error} />}
      {!data && !error && <Waiting what="Reading" />}
      {data &&
        (data.size === 0 ? (
          <Empty title="It is empty" />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
          <pre tabIndex={0}>{data.text}</pre>
        ))}
      {data?.truncated && (
        <p className="pw-quiet" style={{ margin: 0, padding: '6px 14px', borderTop: '1px solid var(--pw-line)' }}>
          The first {formatSize(Math.min(firstBytes, data.size))} of {formatSize(data.size)}.
        </p>
      )}
    </section>
  )
}

/** The last part of an address, with its slash if it is a folder. */
const lastOf = (uri: string): string => /[^/]+\/?$/.exec(uri.slice(root.length))?.[0] ?? uri

function crumbsOf(uri: string) {
  const parts = uri.slice(root.length).split('/').filter(Boolean)
  return [
    { uri: root, name: root },
    ...parts.map((name, n) => ({ uri: `${root}${parts.slice(0, n + 1).join('/')}/`, name: `${name}/` })),
  ]
}
