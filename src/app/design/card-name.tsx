import { Fragment } from 'react'

/** Where a name may go on in the next line: before a capital within it, and after a sign that joins words. */
const seams = /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=[_\-./:])/u

/** The name on a card, which breaks between the words that it is made of. */
export const CardName = ({ name }: { readonly name: string }) => (
  <span className="pw-card-name">
    {name.split(seams).map((word, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: words of a name have nothing but their place.
      <Fragment key={at}>
        {at > 0 && <wbr />}
        {word}
      </Fragment>
    ))}
  </span>
)
