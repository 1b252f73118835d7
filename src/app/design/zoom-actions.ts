import type { Action } from '../state/actions.ts'
import type { Hands } from './hands.ts'

export const zoomActions = ({ zoom }: Hands): readonly Action[] => [
  { id: 'fit', label: 'Show the whole graph', group: 'Show and hide', reach: 'graph', keys: ['0'], run: zoom.fit },
  { id: 'full', label: 'Zoom to full size', group: 'Show and hide', reach: 'graph', keys: ['1'], run: zoom.full },
  { id: 'zoom-in', label: 'Zoom in', group: 'Show and hide', reach: 'graph', keys: ['+', '='], run: zoom.in },
  { id: 'zoom-out', label: 'Zoom out', group: 'Show and hide', reach: 'graph', keys: ['-'], run: zoom.out },
]
