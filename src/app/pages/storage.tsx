import { StorageBrowser } from '../storage/browser.tsx'

export const StoragePage = () => <StorageBrowser />
