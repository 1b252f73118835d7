import { isSettable, type Limit, type LimitName, limitNames, limits } from '../../core/catalog/limits.ts'
import { NumberField } from './number-field.tsx'

type Own = Readonly<Partial<Record<LimitName, number>>>

interface LimitsTableProps {
  readonly own: Own
  readonly change: (own: Own) => void
  readonly judge: (name: string) => (isRight: boolean) => void
}

const countsWords: Readonly<Record<Limit['counts'], string>> = {
  checks: 'checks of a definition',
  engine: 'local engine',
  both: 'checks and local engine',
  told: 'for reading only',
}

/** Every limit of the service: what the account has, what the service says, where it counts, who says so. */
export function LimitsTable({ own, change, judge }: LimitsTableProps) {
  const settable = limitNames.filter(isSettable)
  const told = limitNames.filter(name => !isSettable(name))
  const usual = (name: LimitName) => {
    const { [name]: _, ...rest } = own
    change(rest)
    judge(name)(true)
  }
  return (
    <section className="pw-settings-card" aria-labelledby="limits">
      <h2 id="limits">Limits</h2>
      <p className="pw-settings-about">
        AWS raises some limits for an account that asks. Give those of your account, and the checks and the engine keep
        to them. A finding about a limit says its name as it stands here.
      </p>
      <table className="pw-settings-limits">
        <thead>
          <tr>
            <th>Limit</th>
            <th>Yours</th>
            <th>The service’s</th>
            <th>Counts in</th>
            <th>Source</th>
          </tr>
        </thead>
        <tbody>
          {settable.map(name => {
            const limit: Limit = limits[name]
            const mine = own[name]
            return (
              <tr key={name} id={`limit-${name}`} data-own={mine !== undefined}>
                <th scope="row">
                  <code>{name}</code>
                  <p>{limit.help}</p>
                </th>
                <td>
                  <NumberField
                    label={`${name}, ${limit.unit}`}
                    value={mine ?? limit.value}
                    unit={limit.unit}
                    least={1}
                    onRight={judge(name)}
                    onChange={value => (value === limit.value ? usual(name) : change({ ...own, [name]: value }))}
                  />
                  {mine !== undefined && (
                    <button type="button" className="pw-settings-usual" onClick={() => usual(name)}>
                      Back to {limit.value.toLocaleString('en-US')}
                    </button>
                  )}
                </td>
                <td className="pw-number">
                  {limit.value.toLocaleString('en-US')} {limit.unit}
                  <p>{limit.adjustable ? 'AWS raises it on request' : 'the same for everybody'}</p>
                </td>
                <td>{countsWords[limit.counts]}</td>
                <td>{limit.source}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <details className="pw-settings-told">
        <summary>{told.length} more limits of the service that nothing here counts by</summary>
        <table className="pw-settings-limits">
          <tbody>
            {told.map(name => {
              const { help, value, unit, source }: Limit = limits[name]
              return (
                <tr key={name} id={`limit-${name}`}>
                  <th scope="row">
                    <code>{name}</code>
                    <p>{help}</p>
                  </th>
                  <td className="pw-number">
                    {value.toLocaleString('en-US')} {unit}
                  </td>
                  <td>{source}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </details>
    </section>
  )
}
