/** The API description as a page without scripts or styles from elsewhere. */
import type { OpenApi, Operation } from './open-api.ts'

export function renderDocs(api: OpenApi): string {
  const rows = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${escape(path)}</code></td><td>${escape(operation.summary)}${shapes(operation)}</td></tr>`,
    ),
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(api.info.title)}</title></head><body>
<h1>${escape(api.info.title)} ${escape(api.info.version)}</h1>
<p>The same as <a href="/docs/openapi.json">OpenAPI 3.1</a>. Conductor's REST below <code>/api</code> describes itself at <a href="/swagger-ui/index.html">/swagger-ui/index.html</a> and <a href="/api-docs">/api-docs</a>.</p>
<table><thead><tr><th>Method</th><th>Path</th><th>What it does</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>`
}

function shapes({ parameters, requestBody, responses }: Operation): string {
  return [
    parameters.length === 0 ? '' : shape('Parameters', parameters),
    requestBody === undefined ? '' : shape('Request', requestBody.content),
    responses['200']?.content === undefined ? '' : shape('Answer', responses['200'].content),
  ].join('')
}

function shape(title: string, content: object): string {
  return `<details><summary>${title}</summary><pre>${escape(JSON.stringify(content, undefined, 2))}</pre></details>`
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
