import { createRouter } from '@tanstack/react-router'
import { routeTree } from './routes.tsx'
import { Empty, Waiting } from './ui/kit.tsx'
import { LastResort } from './ui/last-resort.tsx'
import { isUnloaded, Unloaded } from './ui/unloaded.tsx'

export const createAppRouter = () =>
  createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultPendingMs: 200,
    defaultPendingComponent: () => <Waiting what="Opening the page" />,
    defaultErrorComponent: ({ error }) => (isUnloaded(error) ? <Unloaded /> : <LastResort error={error} />),
    defaultNotFoundComponent: () => (
      <Empty title="There is no such page">
        <a className="pw-link" href="/">
          Go to the list of pipelines
        </a>
      </Empty>
    ),
  })
