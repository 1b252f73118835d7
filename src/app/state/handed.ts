/** A text on its way from where it was dropped or pasted to the page that creates pipelines. */
export interface Handed {
  readonly text: string
  readonly file?: string
}

let handed: Handed | undefined

export const handOver = (next: Handed): void => {
  handed = next
}

/** Takes what was handed over; a second time there is nothing. */
export function takeHanded(): Handed | undefined {
  const taken = handed
  handed = undefined
  return taken
}
