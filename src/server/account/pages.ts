import type { AccountName } from '../../api/connections.ts'
import type { credentialsOf } from '../aws/client.ts'

/** What every client is made with; its address is that of AWS, or what `AWS_ENDPOINT_URL…` of the server names. */
export type Settings = ReturnType<typeof credentialsOf> & { readonly maxAttempts: number }

/** What each page of the answers names. */
export type Pages = AsyncGenerator<readonly AccountName[]>

/** Page after page until the last, or until nobody asks for more; the client ends either way. */
export async function* read<Page>(
  client: { destroy(): void },
  pages: AsyncIterable<Page>,
  names: (page: Page) => readonly AccountName[],
): Pages {
  try {
    for await (const page of pages) yield names(page).filter(({ name }) => name !== '')
  } finally {
    client.destroy()
  }
}

/** A name with what is told of it, as far as it is known. */
export const named = (name: string | undefined, ...about: readonly (string | undefined)[]): AccountName => {
  const told = about.filter(Boolean).join(', ')
  return { name: name ?? '', ...(told && { about: told }) }
}

/** An id with what people call it, where they gave it a name. */
export const titled = (title: string | undefined, name: AccountName): AccountName => (title ? { ...name, title } : name)
