/** The routes as a page for people, without scripts or styles from elsewhere. */
import type { Route } from './exchange.ts'

export function renderApiPage(routes: readonly Route[], version: string): string {
  const groups = Map.groupBy(routes, groupOf)
  const sections = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, listed]) => section(name, listed))
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Conductor ${escape(version)}</title></head><body>
<h1>Conductor ${escape(version)}</h1>
<p>Every request that this server answers, as <a href="/api-docs">OpenAPI 3</a> too. Try one with:</p>
<pre>curl http://localhost:8080/api/metadata/workflow</pre>
${sections.join('\n')}
</body></html>`
}

function groupOf({ path }: Route): string {
  const [, first = '', second] = path.split('/')
  return first === 'api' && second !== undefined ? second : 'server'
}

function section(name: string, routes: readonly Route[]): string {
  const rows = routes
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(
      ({ method, path, summary }) =>
        `<tr><td><code>${method}</code></td><td><code>${escape(path)}</code></td><td>${escape(summary)}</td></tr>`,
    )
  return `<h2 id="${escape(name)}">${escape(name)}</h2>
<table><thead><tr><th>Method</th><th>Path</th><th>What it does</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
