import type { ExampleInfo } from '../../api/pipelines.ts'

interface ExampleSourceProps {
  readonly examples: readonly ExampleInfo[]
  readonly chosen: ExampleInfo
  readonly choose: (name: string) => void
}

/** Pipelines that run on this machine as they are. */
export const ExampleSource = ({ examples, chosen, choose }: ExampleSourceProps) => (
  <div className="pw-create-examples">
    {examples.map(one => (
      <label key={one.name} data-chosen={one === chosen}>
        <input type="radio" name="example" checked={one === chosen} onChange={() => choose(one.name)} />
        <span>
          <b>{one.title}</b>
          <small>
            {one.summary}
            {one.needs.length > 0 && ` Needs ${one.needs.join(', ')}.`}
          </small>
        </span>
      </label>
    ))}
  </div>
)
