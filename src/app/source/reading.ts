import { type Content, contentsOf } from '../../core/language/contents.ts'
import { foldsOf } from '../../core/language/folds.ts'
import { hoverAt } from '../../core/language/hover.ts'
import { storageLinks } from '../../core/language/links.ts'
import type { Asking } from './asking.ts'
import { language, monaco } from './monaco.ts'

const { SymbolKind } = monaco.languages

const kinds: Readonly<Record<Content['kind'], monaco.languages.SymbolKind>> = {
  default: SymbolKind.Package,
  activity: SymbolKind.Function,
  dataNode: SymbolKind.Struct,
  resource: SymbolKind.Module,
  precondition: SymbolKind.Boolean,
  database: SymbolKind.Namespace,
  dataFormat: SymbolKind.Interface,
  action: SymbolKind.Event,
  schedule: SymbolKind.Enum,
  config: SymbolKind.Property,
  utility: SymbolKind.Object,
  parameter: SymbolKind.Variable,
  value: SymbolKind.Constant,
  other: SymbolKind.Object,
}

/** Explanations, the outline, folding and links. */
export const provideReading = ({
  model,
  document,
  lines,
  offset,
  range,
  run,
}: Asking): readonly monaco.IDisposable[] => [
  monaco.languages.registerHoverProvider(language, {
    provideHover(asked, position) {
      const found = asked === model ? hoverAt(document(), offset(position), run()) : undefined
      return found && { range: range(found.span), contents: [{ value: found.markdown }] }
    },
  }),
  monaco.languages.registerDocumentSymbolProvider(language, {
    displayName: 'Definition',
    provideDocumentSymbols(asked) {
      if (asked !== model) return []
      return contentsOf(document()).map(({ kind, name, detail, span }) => ({
        name,
        detail,
        kind: kinds[kind],
        tags: [],
        range: range(span),
        selectionRange: range({ offset: span.offset, length: 1 }),
      }))
    },
  }),
  monaco.languages.registerFoldingRangeProvider(language, {
    provideFoldingRanges(asked) {
      if (asked !== model) return []
      return foldsOf(lines().text).map(fold => {
        const { startLineNumber: start, endLineNumber } = range(fold)
        if (fold.comment) return { start, end: endLineNumber, kind: monaco.languages.FoldingRangeKind.Comment }
        return { start, end: endLineNumber - 1 }
      })
    },
  }),
  monaco.languages.registerLinkProvider(language, {
    provideLinks(asked) {
      if (asked !== model) return { links: [] }
      return {
        links: storageLinks(lines().text).map(({ span, bucket, key }) => ({
          range: range(span),
          url: storageAddress(bucket, key),
          tooltip: 'Show it in the store of this machine',
        })),
      }
    },
  }),
]

/** The page of the folder that a place in S3 is, or lies in. */
function storageAddress(bucket: string, key: string): string {
  const folder = key.slice(0, key.lastIndexOf('/') + 1)
  return new URL(`/storage?at=${encodeURIComponent(`s3://${bucket}/${folder}`)}`, location.href).href
}
