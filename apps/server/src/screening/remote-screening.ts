/** Screens against a remote service that speaks yente's API, when `SCREENING_URL` names one. */
import { createHash } from 'node:crypto'
import type { Application, ListSnapshotRef, ListSource, ScreeningAnswer, ScreeningHit } from '@gatehouse/kyc'
import { canonicalJson } from '@gatehouse/kyc'
import type { ScreeningPort } from '@gatehouse/workers'
import { z } from 'zod'

const EntitySchema = z.object({
  id: z.string(),
  caption: z.string().default(''),
  properties: z.record(z.string(), z.array(z.unknown())).default({}),
  datasets: z.array(z.string()).default([]),
  score: z.number().min(0).max(1),
  explanations: z
    .record(z.string(), z.object({ score: z.number(), query: z.string().nullish(), candidate: z.string().nullish() }))
    .default({}),
})
type RemoteEntity = z.infer<typeof EntitySchema>

const MatchSchema = z.object({
  responses: z.record(
    z.string(),
    z.object({ status: z.number().default(200), results: z.array(EntitySchema).default([]) }),
  ),
})

const CatalogSchema = z.object({
  datasets: z.array(
    z.object({
      name: z.string(),
      version: z.string().nullish(),
      last_export: z.string().nullish(),
      updated_at: z.string().nullish(),
    }),
  ),
})

/**
 * FollowTheMoney topics by what is screened for. The bank's own list never leaves the house. Services compare topics as
 * they are written, so the finer ones are named too.
 */
const topics: Readonly<Record<Exclude<ListSource, 'BLACKLIST'>, readonly string[]>> = {
  SANCTIONS: ['sanction', 'sanction.linked', 'sanction.counter', 'debarment', 'export.control'],
  PEP: ['role.pep', 'role.pep.frmr', 'role.pep.intl', 'role.pep.natl', 'role.pep.local', 'role.rca', 'role.oligarch'],
  ADVERSE_MEDIA: [
    'crime',
    'crime.boss',
    'crime.cyber',
    'crime.env',
    'crime.fin',
    'crime.fraud',
    'crime.terror',
    'crime.theft',
    'crime.traffick',
    'crime.traffick.drug',
    'crime.traffick.human',
    'crime.war',
    'wanted',
    'poi',
    'reg.action',
    'reg.warn',
  ],
}

/** Names of OpenSanctions datasets that are lists of our policy. */
const listIds: Readonly<Record<string, string>> = {
  un_sc_sanctions: 'UN',
  eu_fsf: 'EU',
  gb_fcdo_sanctions: 'UK',
  us_ofac_sdn: 'OFAC-SDN',
}

const timeoutMs = 15_000

/** @param local answers for the bank's own list */
export function createRemoteScreening(url: string, local: ScreeningPort): ScreeningPort {
  return {
    async screen(subject: Application, sources: readonly ListSource[]): Promise<ScreeningAnswer> {
      const here = sources.filter((source) => source === 'BLACKLIST')
      const there = sources.filter((source) => source !== 'BLACKLIST')
      const own = here.length === 0 ? undefined : await local.screen(subject, here)
      if (there.length === 0 && own !== undefined) return own
      try {
        const snapshots = await readSnapshots(url)
        const hits = await Promise.all(there.map((source) => match(url, subject, source, snapshots)))
        const ownHits = own?.status === 'ANSWERED' ? own.hits : []
        const ownSnapshots = own?.status === 'ANSWERED' ? own.snapshots : []
        return {
          status: 'ANSWERED',
          hits: [...hits.flat(), ...ownHits],
          snapshots: [...snapshots, ...ownSnapshots],
          matcherConfigId: `remote:${new URL(url).host}:best`,
        }
      } catch {
        // The reason goes into workflow state: the host, never what was asked.
        return { status: 'UNAVAILABLE', reason: `The screening service at ${new URL(url).host} gave no usable answer.` }
      }
    },
  }
}

async function readSnapshots(url: string): Promise<ListSnapshotRef[]> {
  const { datasets } = CatalogSchema.parse(await call('GET', `${url}/catalog`))
  return datasets.flatMap(({ name, version, last_export: exported, updated_at: updated }) => {
    const at = Date.parse(withZone(exported ?? updated ?? ''))
    if (Number.isNaN(at)) return []
    const checkedAt = new Date(at).toISOString()
    return [{ listId: listIds[name] ?? name, snapshotId: version ?? checkedAt, checkedAt }]
  })
}

/** yente writes times of UTC without a zone. */
function withZone(time: string): string {
  return /T.*(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`
}

async function match(
  url: string,
  subject: Application,
  source: Exclude<ListSource, 'BLACKLIST'>,
  snapshots: readonly ListSnapshotRef[],
): Promise<ScreeningHit[]> {
  const properties = toProperties(subject)
  if (properties['name']?.length === 0) return []
  const query = new URLSearchParams({ threshold: '0.6', limit: '50', algorithm: 'best' })
  for (const topic of topics[source]) query.append('topics', topic)
  const body = { queries: { applicant: { schema: 'Person', properties } } }
  const { responses } = MatchSchema.parse(await call('POST', `${url}/match/default?${query.toString()}`, body))
  const answer = responses['applicant']
  if (answer === undefined || answer.status !== 200) throw new Error('no answer for the query')
  return answer.results.map((entity) => toHit(entity, source, snapshots))
}

function toProperties({ identity, contact, document }: Application): Record<string, string[]> {
  const own = [identity.givenNames, identity.surnames].filter((part) => part !== '').join(' ')
  const residence = contact.residence?.country ?? contact.residenceCountry
  return {
    name: [own, identity.nameOriginalScript ?? '', ...identity.otherNames.map(({ value }) => value)].filter(
      (name) => name.trim() !== '',
    ),
    birthDate: identity.dateOfBirth === undefined ? [] : [identity.dateOfBirth],
    nationality: identity.nationalities.filter((code) => code.length === 2).map((code) => code.toLowerCase()),
    country: residence === undefined ? [] : [residence.toLowerCase()],
    gender: identity.sexOnDocument === 'M' ? ['male'] : identity.sexOnDocument === 'F' ? ['female'] : [],
    birthPlace: identity.birthTown === undefined ? [] : [identity.birthTown],
    idNumber: [document?.number ?? '', identity.nationalId?.value ?? ''].filter((number) => number !== ''),
  }
}

function toHit(entity: RemoteEntity, source: ListSource, snapshots: readonly ListSnapshotRef[]): ScreeningHit {
  const score = Math.round(entity.score * 1000) / 10
  const names = [...textsOf(entity, 'name'), ...textsOf(entity, 'alias')].map((name) => cut(name, 1000)).slice(0, 500)
  const dataset = entity.datasets.find((name) => listIds[name] !== undefined) ?? entity.datasets[0] ?? 'remote'
  const listId = cut(listIds[dataset] ?? dataset, 80)
  const explained = Object.entries(entity.explanations).slice(0, 19)
  const nameScores = explained.filter(([feature]) => feature.includes('name')).map(([, { score: part }]) => part * 100)
  return {
    source,
    listId,
    snapshotId: snapshots.find((snapshot) => snapshot.listId === listId)?.snapshotId ?? '',
    entryId: cut(entity.id, 200),
    entryContentHash: `sha256:${createHash('sha256').update(canonicalJson(entity.properties)).digest('hex')}`,
    entityKey: cut(entity.id, 200),
    entryName: cut(entity.caption === '' ? (names[0] ?? entity.id) : entity.caption, 1000),
    names,
    queryNameIndex: 0,
    matchedNameIndex: 0,
    score,
    nameScore: Math.min(100, Math.max(score, ...nameScores)),
    weakAlias: false,
    features: [
      // Remote scores do not come apart into points, so all of them are booked here.
      {
        feature: 'score',
        agreement: score >= 90 ? 'agrees' : 'close',
        queryValue: null,
        listValue: null,
        contribution: score,
        weight: 100,
        comparison: 'remote',
      },
      ...explained.map(([feature, { score: part, query, candidate }]) => ({
        feature: cut(feature, 40),
        agreement:
          part >= 0.9
            ? ('agrees' as const)
            : part > 0
              ? ('close' as const)
              : part < 0
                ? ('differs' as const)
                : ('unknown' as const),
        queryValue: query ?? null,
        listValue: candidate ?? null,
        contribution: 0,
        weight: 0,
        comparison: 'remote',
      })),
    ],
    programmes: textsOf(entity, 'program')
      .slice(0, 50)
      .map((text) => cut(text, 200)),
    listedOn: null,
    entry: Object.keys(entity.properties)
      .flatMap((label) => textsOf(entity, label).map((value) => ({ label: cut(label, 80), value: cut(value, 4000) })))
      .slice(0, 100),
    pep: source === 'PEP' ? pepOf(entity) : null,
    media: source === 'ADVERSE_MEDIA' ? { stage: 'ALLEGATION', publishedOn: null } : null,
  }
}

function pepOf(entity: RemoteEntity): NonNullable<ScreeningHit['pep']> {
  const country = [...textsOf(entity, 'country'), ...textsOf(entity, 'nationality')][0] ?? ''
  return {
    publicFunction: cut(textsOf(entity, 'position')[0] ?? '', 400),
    level: '',
    country: cut(country.toUpperCase(), 8),
    from: null,
    to: null,
    relativeOrAssociate: textsOf(entity, 'topics').includes('role.rca'),
  }
}

/** Values of a property; nested entities have no text of their own. */
function textsOf({ properties }: RemoteEntity, name: string): string[] {
  return (properties[name] ?? []).filter((value) => typeof value === 'string')
}

function cut(text: string, length: number): string {
  return text.slice(0, length)
}

async function call(method: 'GET' | 'POST', address: string, body?: object): Promise<unknown> {
  const { request } = await import('undici')
  const { statusCode, body: answer } = await request(address, {
    method,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (statusCode !== 200) throw new Error(`status ${statusCode}`)
  return JSON.parse(text)
}
