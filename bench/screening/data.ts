/** Where the measuring data lies, and how it is read. */
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { diskFile, type Entity, parserFor } from '../../packages/screening/src/index.ts'

const beside = fileURLToPath(new URL('../../../shared', import.meta.url))

/** Folder with `data/screening` and `data/watchlists`. */
export const sharedFolder = process.env.GATEHOUSE_SHARED ?? beside

export function hasData(): boolean {
  return existsSync(`${sharedFolder}/data/screening/dev.csv`)
}

export function openTable(name: string): AsyncIterable<Uint8Array> {
  return createReadStream(`${sharedFolder}/data/screening/${name}`)
}

/** The OFAC list that the retrieval set is made for. */
export async function readOfac(): Promise<Entity[]> {
  const folder = `${sharedFolder}/data/watchlists/ofac/sdn_2026-08-20_reconstructed`
  const files = ['sdn.csv.gz', 'alt.csv.gz', 'add.csv.gz'].map((name) => diskFile(`${folder}/${name}`))
  const entities: Entity[] = []
  for await (const entity of parserFor('ofac-csv')({ listId: 'OFAC-SDN', files })) entities.push(entity)
  return entities
}

/** Scores of other systems by row id: system name to score. */
export function readPeers(name: string): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const text = gunzipSync(readFileSync(`${sharedFolder}/data/screening/peers/${name}`)).toString('utf8')
  const [head = '', ...lines] = text.split('\n').filter(Boolean)
  const [, ...systems] = head.split(',')
  return new Map(
    lines.map((line) => {
      const [id = '', ...scores] = line.split(',')
      return [id, new Map(systems.map((system, i) => [system, Number(scores[i])]))]
    }),
  )
}
