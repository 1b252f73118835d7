import { AllCosts } from '../cost/all-costs.tsx'

export const AllCostsPage = () => <AllCosts />
