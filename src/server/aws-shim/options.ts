import { exitCodes, Refusal } from './refusal.ts'

/** Options that take no value, and those that take one; what is not here is refused by name. */
const flags = new Set([
  'recursive',
  'quiet',
  'only-show-errors',
  'no-progress',
  'dryrun',
  'delete',
  'size-only',
  'exact-timestamps',
  'human-readable',
  'summarize',
  'force',
  'follow-symlinks',
  'no-follow-symlinks',
  'no-guess-mime-type',
  'no-verify-ssl',
  'no-cli-pager',
  'no-paginate',
  'debug',
])
const valued = new Set([
  'exclude',
  'include',
  'content-type',
  'endpoint-url',
  'region',
  'output',
  'profile',
  'topic-arn',
  'target-arn',
  'phone-number',
  'message',
  'subject',
  'message-structure',
  'query',
  'color',
  'cli-read-timeout',
  'cli-connect-timeout',
  'sse',
  'sse-kms-key-id',
  'acl',
  'storage-class',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'metadata',
  'metadata-directive',
  'expected-size',
  'page-size',
])

export interface Options {
  readonly words: readonly string[]
  has(flag: string): boolean
  value(name: string): string | undefined
  /** `--exclude` and `--include`, in the order given: the last that fits decides. */
  readonly filters: readonly { readonly include: boolean; readonly pattern: string }[]
}

/** Reads the words of a command line, `--option value` and `--option=value`. */
export function readOptions(args: readonly string[]): Options {
  const words: string[] = []
  const set = new Set<string>()
  const values = new Map<string, string>()
  const filters: { include: boolean; pattern: string }[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (!arg.startsWith('--')) {
      words.push(arg)
      continue
    }
    const [name = '', ...rest] = arg.slice(2).split('=')
    if (flags.has(name)) set.add(name)
    else if (!valued.has(name)) throw new Refusal(`Unknown options: --${name}`, exitCodes.usage)
    else {
      const value = rest.length > 0 ? rest.join('=') : args[++at]
      if (value === undefined) throw new Refusal(`--${name} wants a value.`, exitCodes.usage)
      if (name === 'exclude' || name === 'include') filters.push({ include: name === 'include', pattern: value })
      else values.set(name, value)
    }
  }
  return { words, has: flag => set.has(flag), value: name => values.get(name), filters }
}

/** The service that a command line is for: its first word that is no option's value. */
export function firstWord(args: readonly string[]): string {
  const at = args.findIndex((arg, index) => !arg.startsWith('--') && !valued.has(args[index - 1]?.slice(2) ?? ''))
  return args[at] ?? ''
}

/** Whether the filters let a relative path through. */
export function passes(path: string, filters: Options['filters']): boolean {
  let through = true
  for (const { include, pattern } of filters) if (matcher(pattern).test(path)) through = include
  return through
}

/** `*` for anything, slashes too, `?` for one character, `[abc]` and `[!abc]` for one of several. */
function matcher(pattern: string): RegExp {
  const source = pattern.replace(/\[!?[^\]]+\]|[\s\S]/g, part => {
    if (part === '*') return '[\\s\\S]*'
    if (part === '?') return '[\\s\\S]'
    if (part.length > 1) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
    return part.replace(/[.*+?^${}()|[\]\\]/, '\\$&')
  })
  return new RegExp(`^${source}$`)
}
