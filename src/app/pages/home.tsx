import { PipelinesPage } from '../pipelines/page.tsx'

export const HomePage = () => <PipelinesPage />
