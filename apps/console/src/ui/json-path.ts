/** Paths into JSON as Conductor writes them: `ref.output.items[0].name`, quoted where a name is not plain. */

export type PathStep = string | number

const plainName = /^[A-Za-z_][\w-]*$/

/** `['output', 'items', 0, 'a.b']` → `output.items[0]['a.b']` */
export function formatPath(steps: readonly PathStep[]): string {
  let text = ''
  for (const step of steps) {
    if (typeof step === 'number') text += `[${step}]`
    else if (!plainName.test(step)) text += `['${step.replaceAll("'", "\\'")}']`
    else text += text === '' ? step : `.${step}`
  }
  return text
}

/** The expression that yields the value at this path: `${ref.output.x}`. */
export const toExpression = (root: string, steps: readonly PathStep[]): string => {
  const rest = formatPath(steps)
  const joint = rest === '' || rest.startsWith('[') || root === '' ? '' : '.'
  return `\${${root}${joint}${rest}}`
}
