interface NameCardProps {
  readonly name: string
  readonly setName: (name: string) => void
  readonly description: string
  /** None where the pipeline brings its own description. */
  readonly setDescription?: (description: string) => void
}

/** What the pipeline is called, and what it is for. Lengths are those of the service. */
export const NameCard = ({ name, setName, description, setDescription }: NameCardProps) => (
  <section className="pw-panel" aria-labelledby="create-pipeline">
    <header>
      <h2 id="create-pipeline">Pipeline</h2>
    </header>
    <div className="pw-panel-body">
      <div className="pw-create-grid">
        <label htmlFor="create-name">Name</label>
        <input
          id="create-name"
          className="pw-entry"
          maxLength={1024}
          placeholder="nightly-orders-load"
          value={name}
          onChange={event => setName(event.target.value)}
        />
        {setDescription && (
          <>
            <label htmlFor="create-description">Description</label>
            <input
              id="create-description"
              className="pw-entry"
              maxLength={1024}
              placeholder="Optional"
              value={description}
              onChange={event => setDescription(event.target.value)}
            />
          </>
        )}
      </div>
    </div>
  </section>
)
