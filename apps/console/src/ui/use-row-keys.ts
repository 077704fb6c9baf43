/** `j` and `k` move a cursor over rows, `Enter` opens the row under it. */
import { useMemo, useState } from 'react'
import { useKeys } from './use-key.ts'

/** Returns the key of the row under the cursor. */
export function useRowKeys<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  open: (row: Row) => void,
): string | undefined {
  const [cursor, setCursor] = useState<string>()
  const bindings = useMemo(() => {
    const index = rows.findIndex((row) => keyOf(row) === cursor)
    const move = (step: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, index + step))]
      if (next === undefined) return
      setCursor(keyOf(next))
      document.querySelector(`[data-row="${CSS.escape(keyOf(next))}"]`)?.scrollIntoView({ block: 'nearest' })
    }
    const current = rows[index]
    return {
      j: () => move(1),
      k: () => move(-1),
      ...(current === undefined || document.activeElement !== document.body ? {} : { Enter: () => open(current) }),
    }
  }, [rows, cursor, keyOf, open])
  useKeys(bindings)
  return cursor
}
