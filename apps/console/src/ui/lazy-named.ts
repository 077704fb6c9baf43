/** `React.lazy` for modules with named exports. */
import { type ComponentType, lazy } from 'react'

/** @example const IoTab = lazyNamed(() => import('./IoTab.tsx'), 'IoTab') */
export const lazyNamed = <Name extends string, Props>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
) => lazy(async () => ({ default: (await load())[name] }))
