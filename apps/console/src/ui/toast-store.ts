/** Results of the person's own acts, shown for six seconds. */

export interface Toast {
  readonly id: number
  readonly kind: 'done' | 'failed'
  readonly text: string
  readonly undo?: (() => void) | undefined
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

export function showToast(kind: Toast['kind'], text: string, undo?: () => void): void {
  const id = nextId++
  change([...toasts.slice(-3), { id, kind, text, undo }])
}

export const dismissToast = (id: number): void => change(toasts.filter((toast) => toast.id !== id))

export const toastStore = {
  snapshot: (): readonly Toast[] => toasts,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
