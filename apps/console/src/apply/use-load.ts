import { useCallback, useEffect, useState } from 'react'

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown }

/** Loads once for each `key`; `reload` asks again, `set` puts a newer value in. */
export function useLoad<T>(key: string, load: () => Promise<T>): readonly [Loaded<T>, () => void, (value: T) => void] {
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly key?: string }>({ state: 'loading' })
  const [round, setRound] = useState(0)
  useEffect(() => {
    let isCurrent = true
    load().then(
      (value) => isCurrent && setLoaded({ state: 'ready', value, key }),
      (error: unknown) => isCurrent && setLoaded({ state: 'failed', error, key }),
    )
    return () => {
      isCurrent = false
    }
    // The key says what to load; the function is made anew on each rendering.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, round])
  const reload = useCallback(() => setRound((old) => old + 1), [])
  const set = useCallback((value: T) => setLoaded({ state: 'ready', value, key }), [key])
  return [loaded.key === key ? loaded : { state: 'loading' }, reload, set]
}
