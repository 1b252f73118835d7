/** What stands where no card is yet. */
export const EmptyCanvas = () => (
  <div className="pw-canvas-empty">
    <div>
      <b>An empty canvas</b>
      <p className="pw-quiet">
        Drag a type from the left, or press one to add it. Then draw a line from card to card: what it can mean is known
        from their types. Pasting a definition works too.
      </p>
    </div>
  </div>
)
