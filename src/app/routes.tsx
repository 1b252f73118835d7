import { createRootRoute, createRoute, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router'
import { PipelineFrame } from './pages/pipeline.tsx'
import { Shell } from './shell.tsx'
import { type ZoneSearch, zoneSearch } from './state/zone.ts'

/**
 * Every address of the studio. A page is loaded when it is first opened; what it shows (filters, selection, zoom)
 * stands in its search parameters, read by its `validateSearch`.
 */

const root = createRootRoute({
  component: Shell,
  validateSearch: zoneSearch,
  search: { middlewares: [retainSearchParams<ZoneSearch>(['tz'])] },
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  // A definition in the address is for the page that makes pipelines of them.
  beforeLoad: ({ location }) => {
    if (!('import' in location.search) && !location.hash.startsWith('import=')) return
    throw redirect({ to: '/create', search: location.search as never, hash: location.hash, replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/home.tsx'), 'HomePage'),
})

const create = createRoute({
  getParentRoute: () => root,
  path: '/create',
  component: lazyRouteComponent(() => import('./pages/create.tsx'), 'CreatePage'),
})

/** The list of pipelines is the home page; whoever shortens the address of one means it. */
const pipelines = createRoute({
  getParentRoute: () => root,
  path: '/pipelines',
  beforeLoad: () => {
    throw redirect({ to: '/', replace: true })
  },
})

const pipeline = createRoute({
  getParentRoute: () => root,
  path: '/pipelines/$pipelineId',
  component: PipelineFrame,
})

const pipelineIndex = createRoute({
  getParentRoute: () => pipeline,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/pipelines/$pipelineId/design', params, replace: true })
  },
})

const design = createRoute({
  getParentRoute: () => pipeline,
  path: 'design',
  component: lazyRouteComponent(() => import('./pages/design.tsx'), 'DesignPage'),
})

const launch = createRoute({
  getParentRoute: () => pipeline,
  path: 'launch',
  component: lazyRouteComponent(() => import('./pages/launch.tsx'), 'LaunchPage'),
})
const runs = createRoute({
  getParentRoute: () => pipeline,
  path: 'runs',
  component: lazyRouteComponent(() => import('./pages/runs.tsx'), 'RunsPage'),
})
const run = createRoute({
  getParentRoute: () => pipeline,
  path: 'runs/$scheduledStart',
  component: lazyRouteComponent(() => import('./pages/run.tsx'), 'RunPage'),
})
const rehearsals = createRoute({
  getParentRoute: () => pipeline,
  path: 'rehearsals',
  component: lazyRouteComponent(() => import('./pages/rehearsals.tsx'), 'RehearsalsPage'),
})
const rehearsalComparison = createRoute({
  getParentRoute: () => pipeline,
  path: 'rehearsals/compare',
  component: lazyRouteComponent(() => import('./pages/rehearsals.tsx'), 'RehearsalComparisonPage'),
})
const rehearsal = createRoute({
  getParentRoute: () => pipeline,
  path: 'rehearsals/$rehearsalId',
  component: lazyRouteComponent(() => import('./pages/rehearsal.tsx'), 'RehearsalPage'),
})
const rehearsedRun = createRoute({
  getParentRoute: () => pipeline,
  path: 'rehearsals/$rehearsalId/runs/$scheduledStart',
  component: lazyRouteComponent(() => import('./pages/rehearsal.tsx'), 'RehearsedRunPage'),
})
const versions = createRoute({
  getParentRoute: () => pipeline,
  path: 'versions',
  component: lazyRouteComponent(() => import('./pages/versions.tsx'), 'VersionsPage'),
})
const cost = createRoute({
  getParentRoute: () => pipeline,
  path: 'cost',
  component: lazyRouteComponent(() => import('./pages/cost.tsx'), 'CostPage'),
})

const allRuns = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  component: lazyRouteComponent(() => import('./pages/all-runs.tsx'), 'AllRunsPage'),
})
const allCosts = createRoute({
  getParentRoute: () => root,
  path: '/cost',
  component: lazyRouteComponent(() => import('./pages/all-costs.tsx'), 'AllCostsPage'),
})
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  component: lazyRouteComponent(() => import('./gallery/page.tsx'), 'GalleryPage'),
})

const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  component: lazyRouteComponent(() => import('./pages/notices.tsx'), 'NoticesPage'),
})

const storage = createRoute({
  getParentRoute: () => root,
  path: '/storage',
  component: lazyRouteComponent(() => import('./pages/storage.tsx'), 'StoragePage'),
})

const remoteAttempts = createRoute({
  getParentRoute: () => root,
  path: '/aws/$pipelineId',
  component: lazyRouteComponent(() => import('./pages/remote-attempts.tsx'), 'RemoteAttemptsPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings.tsx'), 'SettingsPage'),
})

export const routeTree = root.addChildren([
  home,
  create,
  pipelines,
  pipeline.addChildren([
    pipelineIndex,
    design,
    launch,
    runs,
    run,
    rehearsals,
    rehearsalComparison,
    rehearsal,
    rehearsedRun,
    versions,
    cost,
  ]),
  allRuns,
  allCosts,
  notices,
  storage,
  remoteAttempts,
  settings,
  gallery,
])
