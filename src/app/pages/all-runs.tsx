import { AllRuns } from '../monitor/all-runs-page.tsx'

export const AllRunsPage = () => <AllRuns />
