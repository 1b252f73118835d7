/** Our mark: two lengths of pipe and their flanges. */
export const Mark = ({ size = 24 }: { readonly size?: number }) => (
  <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
    <path
      d="M5.5 7h5a3 3 0 0 1 3 3v4a3 3 0 0 0 3 3h2"
      fill="none"
      stroke="#42b4ff"
      strokeWidth="3"
      strokeLinecap="round"
    />
    <path d="M4 4.6v4.8M20 14.6v4.8" stroke="#ff9900" strokeWidth="2.4" strokeLinecap="round" />
  </svg>
)
