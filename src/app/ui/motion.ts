/** How long a movement lasts, in milliseconds: no time at all for people who asked their system for less motion. */
export const lasting = (milliseconds: number): number =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds
