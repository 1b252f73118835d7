import type { Tag } from '../../api/connections.ts'

/** A pipeline may have so many. Source: developer guide, tagging. */
const most = 10

/** Why the tags cannot be, in a sentence. */
export function tagsProblem(tags: readonly Tag[]): string | undefined {
  if (tags.some(tag => tag.key.trim() === '')) return 'Every tag needs a key.'
  const twice = tags.find((tag, at) => tags.findIndex(other => other.key === tag.key) !== at)
  return twice && `The key ${twice.key} is there twice.`
}

export function TagsCard({
  tags,
  set,
}: {
  readonly tags: readonly Tag[]
  readonly set: (tags: readonly Tag[]) => void
}) {
  const put = (at: number, change: Partial<Tag>) => set(tags.map((tag, n) => (n === at ? { ...tag, ...change } : tag)))
  const problem = tagsProblem(tags)
  return (
    <section className="pw-panel" aria-labelledby="create-tags">
      <header>
        <h2 id="create-tags">Tags</h2>
        <span className="pw-note">
          {tags.length} of {most}
        </span>
      </header>
      <div className="pw-panel-body">
        {tags.map((tag, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tags are told apart by where they stand while they are typed.
          <div key={at} className="pw-create-tag">
            <input
              className="pw-entry"
              placeholder="Key"
              aria-label={`Key of tag ${at + 1}`}
              maxLength={128}
              value={tag.key}
              onChange={event => put(at, { key: event.target.value })}
            />
            <input
              className="pw-entry"
              placeholder="Value"
              aria-label={`Value of tag ${at + 1}`}
              maxLength={256}
              value={tag.value}
              onChange={event => put(at, { value: event.target.value })}
            />
            <button
              type="button"
              className="pw-btn"
              aria-label={`Remove tag ${at + 1}`}
              onClick={() => set(tags.filter((_, n) => n !== at))}
            >
              ×
            </button>
          </div>
        ))}
        {problem && <p className="pw-param-problem">{problem}</p>}
        <div className="pw-row">
          <button
            type="button"
            className="pw-btn"
            disabled={tags.length >= most}
            onClick={() => set([...tags, { key: '', value: '' }])}
          >
            Add a tag
          </button>
          <span className="pw-note">
            Upper and lower case differ. On AWS tags pass on to the EC2 and EMR resources that it starts.
          </span>
        </div>
      </div>
    </section>
  )
}
