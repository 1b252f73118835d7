import type { Field } from '../../core/definition/model.ts'

/** Where a database really is. */
export interface DatabaseAddress {
  readonly engine: 'postgres' | 'mysql'
  readonly host: string
  readonly port: number
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly tls: boolean
}

export type Placed = { readonly address: DatabaseAddress } | { readonly embedded: true; readonly because: string }

const engines: Readonly<Record<string, { engine: DatabaseAddress['engine']; port: number }>> = {
  postgres: { engine: 'postgres', port: 5432 },
  postgresql: { engine: 'postgres', port: 5432 },
  redshift: { engine: 'postgres', port: 5439 },
  mysql: { engine: 'mysql', port: 3306 },
  mariadb: { engine: 'mysql', port: 3306 },
}

/**
 * Where the database of a Database object is: where the data directory's `databases.json` maps its id, host, cluster or
 * RDS instance to, else where its connection string says, else in the embedded PostgreSQL. An address inside AWS is
 * taken only from `databases.json`: a rehearsal must not reach a warehouse in production by a forgotten line.
 */
export function placeDatabase(
  fields: readonly Field[],
  databaseId: string,
  settings: Readonly<Record<string, string>>,
): Placed {
  const text = (key: string) => fields.find(f => f.key === key)?.stringValue || undefined
  const own = {
    user: text('username'),
    password: text('*password') ?? text('password'),
    database: text('databaseName'),
    tls: fields.some(f => f.key === 'jdbcProperties' && asksForTls(f.stringValue ?? '')),
  }
  const written = text('connectionString')
  const named = written === undefined ? undefined : readAddress(written)
  const names = [
    databaseId,
    named && `${named.host}:${named.port}`,
    named?.host,
    text('clusterId'),
    text('rdsInstanceId'),
  ]
  const mapped = names.flatMap(name => (name !== undefined && settings[name] ? [settings[name]] : []))[0]
  if (mapped !== undefined) {
    const address = readAddress(mapped)
    if (!address)
      throw new Error(
        `databases.json maps ${databaseId} to "${mapped}". Write it as postgres://user:password@host:5432/name or mysql://…`,
      )
    return { address: complete(address, own) }
  }
  if (!named)
    return {
      embedded: true,
      because: written ? `its connection string is not of PostgreSQL or MySQL` : 'it names no host',
    }
  if (standsForNone(named.host)) return { embedded: true, because: `${named.host} is not a host of this machine's` }
  return { address: complete(named, own) }
}

/** Reads `jdbc:postgresql://host:5432/name?user=…`, `postgres://user:password@host/name` and their kin. */
export function readAddress(text: string): DatabaseAddress | undefined {
  const match = /^(?:jdbc:)?(?:aws-wrapper:)?(\w+):(?:iam:)?\/\/(.*)$/i.exec(text.trim())
  const kind = engines[match?.[1]?.toLowerCase() ?? '']
  if (!match || !kind) return undefined
  try {
    const url = new URL(`http://${match[2]}`)
    const option = (name: string) => url.searchParams.get(name) ?? undefined
    return complete(
      {
        engine: kind.engine,
        host: url.hostname.replace(/^\[|\]$/g, ''),
        // `new URL` drops 80, the usual port of its scheme.
        port: Number(url.port || (/:80(\/|\?|$)/.test(match[2] ?? '') ? 80 : kind.port)),
        tls: [...url.searchParams].some(([name, value]) => asksForTls(`${name}=${value}`)),
      },
      {
        user: decodeURIComponent(url.username) || option('user'),
        password: decodeURIComponent(url.password) || option('password'),
        database: decodeURIComponent(url.pathname.slice(1)) || undefined,
        tls: false,
      },
    )
  } catch {
    return undefined
  }
}

/** Fills in what the address itself does not say. */
function complete(
  address: DatabaseAddress,
  own: { user: string | undefined; password: string | undefined; database: string | undefined; tls: boolean },
): DatabaseAddress {
  const user = address.user ?? own.user
  const password = address.password ?? own.password
  const database = address.database ?? own.database
  const tls = address.tls || own.tls
  return { ...address, tls, ...(user && { user }), ...(password && { password }), ...(database && { database }) }
}

/** Whether an option of a JDBC connection, as in its address or in `jdbcProperties`, asks for TLS. */
const asksForTls = (option: string): boolean =>
  /^\s*(ssl|sslmode|usessl|requiressl)\s*=\s*(true|require|verify)/i.test(option)

/** Hosts inside AWS, and names that are reserved for examples (RFC 2606). */
const standsForNone = (host: string) =>
  /(^|\.)(amazonaws\.com(\.cn)?|example|invalid|test)$|(^|\.)example\.(com|net|org)$/i.test(host)
