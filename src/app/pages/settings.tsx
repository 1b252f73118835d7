import { SettingsView } from '../settings/view.tsx'

export const SettingsPage = () => <SettingsView />
