import { CreatePage as Create } from '../create/page.tsx'

export const CreatePage = () => <Create />
