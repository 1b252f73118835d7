import type { Environment } from '../../api/workspace.ts'
import type { RunnableText } from './commands.ts'

/** What a run would execute, to be read before it does: nothing of a definition runs unseen. */
export const CommandsCard = ({ commands }: { readonly commands: readonly RunnableText[] }) => (
  <section className="pw-panel">
    <header>
      <h2>What will be executed</h2>
      <span className="pw-note">
        {commands.length === 0
          ? 'no commands of its own'
          : `${commands.length} ${commands.length === 1 ? 'text' : 'texts'}, with these values put in`}
      </span>
    </header>
    <div className="pw-panel-body">
      {commands.length === 0 && (
        <span className="pw-quiet">
          This definition holds no command, script or query. Its objects do what their types do.
        </span>
      )}
      {commands.map(({ object, name, type, field, text, evaluated }, i) => {
        const key = `${object} ${field} ${i}`
        return (
          <div key={key} className="pw-command">
            <div>
              <b>{name}</b>
              <span className="pw-quiet">
                {field} of {type}
              </span>
              {!evaluated && (
                <span className="pw-quiet">as it is written: parts of it are known only when it runs</span>
              )}
            </div>
            <pre data-scroll>{text}</pre>
          </div>
        )
      })}
    </div>
  </section>
)

/** What these commands ask of the machine that it does not have, a sentence each. */
export function needsOf(commands: readonly RunnableText[], environment: Environment): readonly string[] {
  const all = commands.map(command => command.text).join('\n')
  const needs: string[] = []
  if (!environment.python.found && /\bpython3?\b|\.py\b/.test(all))
    needs.push(
      'No Python was found on this machine, and these commands call it: they would fail. Install Python 3 and start Pipewright again.',
    )
  if (!environment.awsCli.found && /(^|[\s;&|(])aws\s+\w/.test(all))
    needs.push(
      'The AWS CLI is not on this machine. Commands get a small aws that does the s3 verbs (cp, ls, sync, rm, mb) and nothing else.',
    )
  return needs
}
