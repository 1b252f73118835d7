import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Component, type ReactNode, startTransition, useEffect, useReducer } from 'react'
import { Fault } from '../api/faults.ts'
import { followChanges } from './data/live.ts'
import { ServiceContext, studio } from './data/service.ts'
import { createAppRouter } from './router.tsx'
import { LastResort } from './ui/last-resort.tsx'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A named fault is an answer; only silence is worth asking again.
      retry: (count, error) => count < 2 && !(error instanceof Fault && error.name !== 'InternalServiceError'),
    },
  },
})

const router = createAppRouter()

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

export function App() {
  useEffect(() => followChanges(client, '/api/events'), [])
  return (
    <Boundary>
      <ServiceContext value={studio}>
        <QueryClientProvider client={client}>
          <Routed />
        </QueryClientProvider>
      </ServiceContext>
    </Boundary>
  )
}

/**
 * The page that the address names. At every change of the address the router sets a state of its root to what it is
 * already; React keeps each such update until that root is rendered again, and nothing else has it rendered.
 */
function Routed() {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0)
  useEffect(() => router.subscribe('onResolved', () => startTransition(renderAgain)), [])
  return <RouterProvider router={router} />
}

/** What nobody else caught ends here: a screen that says so, with the text one would put into a report. */
class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    return this.state.error ? <LastResort error={this.state.error} /> : this.props.children
  }
}
