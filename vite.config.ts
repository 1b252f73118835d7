import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Set by `npm run dev`: where the server from source answers, and the token that lets pages in.
const { PIPEWRIGHT_API: api, PIPEWRIGHT_TOKEN: token } = process.env

export default defineConfig({
  plugins: [react()],
  publicDir: 'public',
  // Monaco's chunk is large and is loaded only when the text pane is opened.
  build: { outDir: 'dist/app', emptyOutDir: true, chunkSizeWarningLimit: 6000 },
  server: api
    ? {
        proxy: {
          '/api': { target: api, changeOrigin: true, headers: { origin: api, authorization: `Bearer ${token}` } },
        },
      }
    : {},
})
