interface PanToolsProps {
  /** Where the tools stand on their picture. */
  readonly className: string
  readonly isMoved: boolean
  readonly showAll: () => void
  readonly goBack: () => void
}

/** What a picture that is dragged and zoomed offers besides: all of it, or how it was at first. */
export const PanTools = ({ className, isMoved, showAll, goBack }: PanToolsProps) => (
  <div className={`pw-row ${className}`}>
    <button type="button" className="pw-btn" onClick={showAll}>
      Show all
    </button>
    <button type="button" className="pw-btn" disabled={!isMoved} onClick={goBack}>
      Back to the start
    </button>
  </div>
)
