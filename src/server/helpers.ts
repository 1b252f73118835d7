import { fileURLToPath } from 'node:url'

/** Programs of ours that run in a process or a thread of their own: where each lies in the sources, and in the built bundle. */
const helpers = {
  aws: { source: './aws-shim/main.ts', built: './aws.mjs' },
  database: { source: './databases/embedded-main.ts', built: './embedded-postgres.mjs' },
  rehearsal: { source: './rehearsals/play-main.ts', built: './rehearsal.mjs' },
  rehearsalReader: { source: './rehearsals/read-main.ts', built: './rehearsal-reader.mjs' },
} as const

/** Path of a helper that this very Node can run. */
export function helperFile(name: keyof typeof helpers): string {
  const { source, built } = helpers[name]
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? source : built, import.meta.url))
}
