/** The API description as a page without scripts or styles from elsewhere. */
import type { OpenApi } from './open-api.ts'

export function renderDocs(api: OpenApi): string {
  const rows = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary }]) =>
        `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${escape(path)}</code></td><td>${escape(summary)}</td></tr>`,
    ),
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(api.info.title)}</title></head><body>
<h1>${escape(api.info.title)} ${escape(api.info.version)}</h1>
<p>The same as <a href="/docs/openapi.json">OpenAPI 3.1</a>. Conductor's REST below <code>/api</code> describes itself at <a href="/api-docs">/api-docs</a>.</p>
<table><thead><tr><th>Method</th><th>Path</th><th>What it does</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>`
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
