/** Outlines of the node shapes as SVG paths, inset so that a 3 px border stays inside the box. */
import type { NodeShape } from './layout-model.ts'

const inset = 2

export function shapePath(shape: NodeShape, width: number, height: number): string {
  const [l, t, r, b] = [inset, inset, width - inset, height - inset]
  const middleY = height / 2
  switch (shape) {
    case 'pill':
    case 'capsule':
    case 'dot':
      return rounded(l, t, r, b, Math.min((r - l) / 2, (b - t) / 2))
    case 'diamond':
      return `M${l} ${middleY}L${l + 26} ${t}H${r - 26}L${r} ${middleY}L${r - 26} ${b}H${l + 26}Z`
    case 'octagon':
      return `M${l + 14} ${t}H${r - 14}L${r} ${t + 14}V${b - 14}L${r - 14} ${b}H${l + 14}L${l} ${b - 14}V${t + 14}Z`
    case 'cut':
      return `M${l + 4} ${t}H${r - 14}L${r} ${middleY}L${r - 14} ${b}H${l + 4}Q${l} ${b} ${l} ${b - 4}V${t + 4}Q${l} ${t} ${l + 4} ${t}Z`
    case 'frame':
      return rounded(l, t, r, b, 8)
    case 'bar':
      return rounded(0, 0, width, height, 3)
    default:
      return rounded(l, t, r, b, 4)
  }
}

const rounded = (l: number, t: number, r: number, b: number, radius: number): string =>
  `M${l + radius} ${t}H${r - radius}Q${r} ${t} ${r} ${t + radius}V${b - radius}Q${r} ${b} ${r - radius} ${b}H${l + radius}Q${l} ${b} ${l} ${b - radius}V${t + radius}Q${l} ${t} ${l + radius} ${t}Z`
