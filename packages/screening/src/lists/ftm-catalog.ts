/** OpenSanctions' catalogue (`index.json`): which datasets there are and where their files lie. */
import { readJsonArray } from './read-json-array.ts'
import { isObject, textOf, textsOf } from './read-json-lines.ts'
import type { ListFile } from './list-input.ts'

export interface CatalogDataset {
  readonly name: string
  readonly title: string
  readonly version: string | undefined
  readonly updatedAt: string | undefined
  readonly entityCount: number | undefined
  /** Datasets that this one gathers. */
  readonly children: readonly string[]
  readonly resources: readonly CatalogResource[]
}

export interface CatalogResource {
  readonly name: string
  readonly url: string
  /** SHA-1, as the publisher gives it. */
  readonly checksum: string | undefined
  readonly bytes: number | undefined
}

export async function readCatalog(file: ListFile): Promise<readonly CatalogDataset[]> {
  const datasets: CatalogDataset[] = []
  for await (const { value } of readJsonArray(file, 'catalog', 'datasets')) {
    if (!isObject(value)) continue
    const name = textOf(value['name'])
    if (name === undefined) continue
    datasets.push({
      name,
      title: textOf(value['title']) ?? name,
      version: textOf(value['version']),
      updatedAt: textOf(value['updated_at']) ?? textOf(value['last_export']),
      entityCount: numberOf(value['entity_count']),
      children: textsOf(value['children']),
      resources: (Array.isArray(value['resources']) ? value['resources'] : []).flatMap(resourceOf),
    })
  }
  return datasets
}

function resourceOf(value: unknown): CatalogResource[] {
  const fields = isObject(value) ? value : {}
  const name = textOf(fields['name'])
  const url = textOf(fields['url'])
  if (name === undefined || url === undefined) return []
  return [{ name, url, checksum: textOf(fields['checksum']), bytes: numberOf(fields['size']) }]
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
