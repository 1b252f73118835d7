/** What a text of the store holds, or why that cannot be read. */
export function parsed<T extends object = object>(
  text: unknown,
  is: (value: unknown) => value is T = isObject as (value: unknown) => value is T,
): { readonly value: T } | { readonly why: unknown } {
  try {
    const value: unknown = JSON.parse(String(text))
    return is(value) ? { value } : { why: 'something is missing in it' }
  } catch (why) {
    return { why }
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
