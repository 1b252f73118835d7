import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { examplesQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { useCreateFromExample } from './creating.ts'

const others = [
  {
    how: 'import',
    title: 'Import a definition you have',
    about: 'AWS CLI or API JSON, CloudFormation, Terraform: drop a file or paste the text.',
  },
  {
    how: 'aws',
    title: 'Bring pipelines over from AWS',
    about: 'With a profile of the AWS CLI on this machine. It reads only; nothing there changes.',
  },
  {
    how: 'template',
    title: 'Start from a template',
    about: 'The jobs of the AWS console, and of machine learning, ready to fill in.',
  },
  { how: 'blank', title: 'Start with an empty canvas', about: 'Only a Default object, with the schedule you choose.' },
] as const

/** The first thing that one sees: the example that runs at once, and the ways to bring one's own. */
export function Start({ create }: { readonly create: (how: string) => void }) {
  const { data: examples = [] } = useQuery(examplesQuery(useService()))
  const { make, busy } = useCreateFromExample()
  const first = examples[0]
  return (
    <div className="pw-start">
      <section className="pw-start-hero" aria-labelledby="start-hero">
        <h2 id="start-hero">{first ? 'See a pipeline run, end to end' : 'No pipelines yet'}</h2>
        {first ? (
          <>
            <p>
              <b>{first.title}.</b> {first.summary}
            </p>
            <ol>
              <li>It opens ready to launch: as it is, or so that it fails in an instructive way.</li>
              <li>You watch it run on this machine: status, timeline, logs, cost.</li>
              <li>You change it in the designer, and run it again.</li>
            </ol>
            {first.needs.length > 0 && <p className="pw-quiet">Needs {first.needs.join(', ')} on this machine.</p>}
            <Button variant="primary" loading={busy} onClick={() => make(first.name)}>
              Run the daily retraining example
            </Button>
          </>
        ) : (
          <p>Create your first pipeline in one of the ways on the right.</p>
        )}
      </section>
      <section className="pw-start-other" aria-label="Other ways to begin">
        {others.map(({ how, title, about }) => (
          <Choice key={how} title={title} about={about} choose={() => create(how)} />
        ))}
        {examples.length > 1 && (
          <Choice
            title="See the other examples"
            about={examples
              .slice(1)
              .map(one => one.title)
              .join(' · ')}
            choose={() => create('example')}
          />
        )}
      </section>
    </div>
  )
}

const Choice = ({ title, about, choose }: { title: string; about: string; choose: () => void }) => (
  <button type="button" className="pw-choice" onClick={choose}>
    <span>
      <b style={{ color: 'var(--pw-text)', fontSize: 15 }}>{title}</b>
      {about}
    </span>
    <span aria-hidden="true">›</span>
  </button>
)
