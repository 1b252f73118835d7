import type { Flow } from '../catalog/schema.ts'

/** What one can show or hide on the canvas: the flow itself, one kind of support, or what comes from parents. */
export type Layer = 'flow' | 'machines' | 'checks' | 'schedules' | 'actions' | 'parts' | 'inheritance' | 'inherited'

/** The layer that a reference belongs to. */
export const layerOf = (flow: Flow): Layer => layers.get(flow) ?? 'parts'

const layers: ReadonlyMap<Flow, Layer> = new Map([
  ['in', 'flow'],
  ['out', 'flow'],
  ['after', 'flow'],
  ['on', 'machines'],
  ['when', 'checks'],
  ['schedule', 'schedules'],
  ['then', 'actions'],
  ['uses', 'parts'],
  ['inherits', 'inheritance'],
])
