/** Keeps instances of one object apart, as the service does: so many milliseconds between the making of two. */
export interface Pace {
  /** When an object's next instance may be made at the earliest; in the past where it may be now. */
  next(pipelineId: string, componentId: string): number
  made(pipelineId: string, componentId: string, at: number): void
}

/** `spacing` in milliseconds; 0 keeps nothing apart. What was made before a restart is not remembered. */
export function createPace(spacing: () => number): Pace {
  const last = new Map<string, number>()
  return {
    next: (pipelineId, componentId) =>
      (last.get(`${pipelineId}|${componentId}`) ?? Number.NEGATIVE_INFINITY) + spacing(),
    made(pipelineId, componentId, at) {
      if (spacing() > 0) last.set(`${pipelineId}|${componentId}`, at)
    },
  }
}
