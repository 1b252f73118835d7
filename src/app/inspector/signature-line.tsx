import { Fragment } from 'react'
import type { Signature } from '../../core/language/signature.ts'

/** The function that is being written, the argument at hand in bold. */
export const SignatureLine = ({ label, about, parameters, active }: Signature) => {
  const open = label.indexOf('(') + 1
  const close = label.lastIndexOf(')')
  return (
    <p className="pw-signature" title={about}>
      <code>
        {label.slice(0, open)}
        {parameters.map((parameter, at) => (
          <Fragment key={parameter.label}>
            {at > 0 && ', '}
            {at === active ? <b>{parameter.label}</b> : parameter.label}
          </Fragment>
        ))}
        {label.slice(close)}
      </code>
      <span>{parameters[active]?.about ?? `It takes no more than ${parameters.length} arguments.`}</span>
    </p>
  )
}
