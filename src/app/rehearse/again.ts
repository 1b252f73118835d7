import type { Rehearsal } from '../../api/rehearsals.ts'
import { runSegment } from '../state/run-address.ts'

/** The setup of a rehearsal, for the address of the page that starts one. */
export const againSearch = ({ id, from, to, seed, name, values }: Rehearsal) =>
  ({
    from: runSegment(from),
    to: runSegment(to),
    seed,
    ...(name !== undefined && { name }),
    ...(values && {
      set: JSON.stringify(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value].flat()]))),
    }),
    of: id,
  }) as never
