import type { PipelineSummary } from '../../api/pipelines.ts'
import type { ActionList } from '../state/actions.ts'
import { isActive } from './actions.ts'

const deeds = [
  { what: 'activate', label: 'Activate this pipeline', about: 'after it was told what would start' },
  { what: 'deactivate', label: 'Deactivate this pipeline', about: 'cancel what runs, or wait for it' },
  { what: 'export', label: 'Export this pipeline', about: 'its JSON, or another format' },
  { what: 'clone', label: 'Clone this pipeline', about: 'under a new name' },
  { what: 'tags', label: 'Edit the tags of this pipeline' },
  { what: 'delete', label: 'Delete this pipeline', about: 'for good, after its name was typed' },
] as const

/** What the menu of a pipeline offers, for the palette. Each opens its dialog. */
export const headingActions = (pipeline: PipelineSummary | undefined, ask: (what: string) => void): ActionList => ({
  actions: deeds.map(({ what, label, ...rest }) => ({
    id: `pipeline/${what}`,
    label,
    group: 'Studio',
    applies: () => pipeline !== undefined && (what !== 'deactivate' || isActive(pipeline)),
    run: () => ask(what),
    ...rest,
  })),
})
