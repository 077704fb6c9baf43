/** Moving through a diagram with arrow keys: along the flow, and between branches. */
import type { DiagramLayout, LayoutNode } from './layout-model.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The task to go to, or undefined at the edge of the diagram. */
export function neighbour(layout: DiagramLayout, from: string, direction: Direction): string | undefined {
  return direction === 'up' || direction === 'down'
    ? alongFlow(layout, from, direction)
    : beside(layout, from, direction)
}

function alongFlow(layout: DiagramLayout, from: string, direction: 'up' | 'down'): string | undefined {
  const isTask = new Map(layout.nodes.map((node) => [node.id, node.task !== undefined]))
  const seen = new Set<string>([from])
  let current: readonly string[] = [from]
  // Made-up nodes are passed over: a merge dot says nothing.
  while (current.length > 0) {
    const next = layout.edges
      .filter((edge) => edge.kind === 'flow' && current.includes(direction === 'down' ? edge.source : edge.target))
      .map((edge) => (direction === 'down' ? edge.target : edge.source))
      .filter((id) => !seen.has(id))
    const found = next.find((id) => isTask.get(id) === true)
    if (found !== undefined) return found
    for (const id of next) seen.add(id)
    current = next
  }
  return undefined
}

const middle = (node: LayoutNode): { readonly x: number; readonly y: number } => ({
  x: node.x + node.width / 2,
  y: node.y + node.height / 2,
})

function beside(layout: DiagramLayout, from: string, direction: 'left' | 'right'): string | undefined {
  const origin = layout.nodes.find((node) => node.id === from)
  if (origin === undefined) return undefined
  const start = middle(origin)
  const sign = direction === 'right' ? 1 : -1
  const candidates = layout.nodes
    .filter((node) => node.task !== undefined && node.shape !== 'frame' && node.id !== from)
    .map((node) => ({ id: node.id, dx: (middle(node).x - start.x) * sign, dy: Math.abs(middle(node).y - start.y) }))
    .filter(({ dx, dy }) => dx > 20 && dy < 120)
  return candidates.sort((a, b) => a.dx + a.dy * 2 - (b.dx + b.dy * 2))[0]?.id
}
