import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressAssets } from './compress-assets.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Two entries of one origin: staff and authors at `/`, applicants at `/apply` with a bundle of their own.
const entries: Record<string, string> = { index: at('./index.html') }
if (existsSync(at('./apply.html')) && existsSync(at('./src/apply/main.tsx'))) entries['apply'] = at('./apply.html')

export default defineConfig({
  plugins: [
    { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }), enforce: 'pre' },
    react(),
    tailwindcss(),
    compressAssets(),
  ],
  // The server replaces this word in the page and in its Content-Security-Policy on each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2023',
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: entries },
  },
})
