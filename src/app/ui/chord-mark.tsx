import './chord.css'
import { keysOf } from './chord.ts'

/** Keys as they are printed on the keyboard. */
export const Chord = ({ chord }: { readonly chord: string }) => (
  <kbd className="pw-chord">
    {keysOf(chord).map((key, at) =>
      key === 'then' ? (
        <span key={key}>then</span>
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key may be pressed twice.
        <kbd key={at}>{key}</kbd>
      ),
    )}
  </kbd>
)
