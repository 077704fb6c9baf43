import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { createConsoleRouter } from './app/router.ts'
import { applyTheme, currentTheme } from './app/theme.ts'
import { startI18n } from './i18n/i18n.ts'
import './styles/app.css'

applyTheme(currentTheme())
const client = createQueryClient()
const router = createConsoleRouter(client)
const place = document.querySelector('#root')
if (place === null) throw new Error('The page has no #root element.')

// A page opened before an update asks for files that are gone; the new page has theirs.
window.addEventListener('vite:preloadError', () => window.location.reload())

await startI18n()
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
