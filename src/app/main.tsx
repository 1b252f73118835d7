import '@cloudscape-design/global-styles/index.css'
import './ui/tokens.css'
import './ui/kit.css'
import './ui/controls.css'
import './ui/forced.css'
import './ui/narrow.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { applyAppearance } from './state/appearance.ts'

applyAppearance()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id root.')
createRoot(root).render(<App />)
