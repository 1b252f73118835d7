import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { type Action, useActions } from '../state/actions.ts'
import { chooseTheme, useAppearance } from '../state/appearance.ts'
import { useChooseZone, useZone } from '../state/zone.ts'
import { setLetterKeys, useLetterKeys } from './letter-keys.ts'
import { openOverlay } from './open.ts'

const places = [
  { to: '/', label: 'Pipelines', key: 'P' },
  { to: '/runs', label: 'Runs of all pipelines', key: 'R' },
  { to: '/cost', label: 'Cost of all pipelines', key: 'C' },
  { to: '/notices', label: 'Notifications', key: 'N' },
  { to: '/storage', label: 'Storage', key: 'S' },
  { to: '/settings', label: 'Settings', key: ',' },
] as const

const pages = [
  { to: '/pipelines/$pipelineId/design', label: 'Design of this pipeline', key: 'Shift D' },
  { to: '/pipelines/$pipelineId/launch', label: 'Launch of this pipeline', key: 'Shift L' },
  { to: '/pipelines/$pipelineId/rehearsals', label: 'Rehearse this pipeline', key: 'Shift E' },
  { to: '/pipelines/$pipelineId/runs', label: 'Runs of this pipeline', key: 'Shift R' },
  { to: '/pipelines/$pipelineId/versions', label: 'Versions of this pipeline', key: 'Shift V' },
  { to: '/pipelines/$pipelineId/cost', label: 'Cost of this pipeline', key: 'Shift C' },
] as const

const ways = [
  { from: 'template', label: 'Create a pipeline from a template' },
  { from: 'import', label: 'Import a definition' },
  { from: 'aws', label: 'Bring a pipeline from AWS' },
  { from: 'example', label: 'Create a pipeline from an example' },
  { from: 'blank', label: 'Create an empty pipeline' },
] as const

/** What works on every page: going elsewhere, creating, theme and zone, the palette and the sheet themselves. */
export function useStudioActions(): void {
  const navigate = useNavigate()
  const { pipelineId } = useParams({ strict: false })
  const zone = useZone()
  const chooseZone = useChooseZone()
  const letters = useLetterKeys(now => now.on)
  const list = useMemo(() => {
    const otherZone = zone === 'utc' ? 'local' : 'utc'
    const actions: readonly Action[] = [
      {
        id: 'palette',
        label: 'Find an action, a type or an object',
        group: 'Studio',
        keys: ['Ctrl K', 'Ctrl Shift P', 'F1'],
        reach: 'anywhere',
        keysOnly: true,
        run: () => openOverlay('palette'),
      },
      { id: 'sheet', label: 'Show the shortcuts', group: 'Studio', keys: ['?'], run: () => openOverlay('sheet') },
      {
        id: 'theme',
        label: 'Switch between the light and the dark theme',
        group: 'Studio',
        run: () => chooseTheme(useAppearance.getState().theme === 'dark' ? 'light' : 'dark'),
      },
      {
        id: 'zone',
        label: otherZone === 'utc' ? 'Show all times in UTC' : 'Show all times in the zone of this computer',
        group: 'Studio',
        run: () => chooseZone(otherZone),
      },
      {
        id: 'letters',
        label: letters
          ? 'Turn off shortcuts that are a single letter or sign'
          : 'Turn on shortcuts that are a single letter or sign',
        about: 'For people who dictate, or press keys by accident',
        group: 'Studio',
        run: () => setLetterKeys(!letters),
      },
      ...places.map(
        ({ to, label, key }): Action => ({
          id: `go${to}`,
          label,
          group: 'Go to',
          keys: [`G then ${key}`],
          run: () => void navigate({ to }),
        }),
      ),
      ...(pipelineId === undefined ? [] : pages).map(
        ({ to, label, key }): Action => ({
          id: `go${to}`,
          label,
          group: 'Go to',
          keys: [`G then ${key}`],
          run: () => void navigate({ to, params: { pipelineId: pipelineId ?? '' } }),
        }),
      ),
      ...ways.map(
        ({ from, label }): Action => ({
          id: `create/${from}`,
          label,
          group: 'Create',
          run: () => void navigate({ to: '/create', search: { from } as never }),
        }),
      ),
    ]
    return { actions }
  }, [navigate, pipelineId, zone, chooseZone, letters])
  useActions(list)
}
