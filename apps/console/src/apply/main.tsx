import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { startI18n } from '../i18n/i18n.ts'
import { ApplyApp } from './ApplyApp.tsx'
import './apply.css'

const place = document.querySelector('#root')
if (place === null) throw new Error('The page has no #root element.')

await startI18n(['apply', 'problems'])
createRoot(place).render(
  <StrictMode>
    <Suspense fallback={null}>
      <ApplyApp />
    </Suspense>
  </StrictMode>,
)
