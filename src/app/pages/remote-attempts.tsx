import { RemoteAttemptsView } from '../remote/page.tsx'

export const RemoteAttemptsPage = () => <RemoteAttemptsView />
