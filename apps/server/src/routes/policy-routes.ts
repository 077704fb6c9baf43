/** `/kyc/v1/policies`: versions of the risk policy from draft to publication. The rules of their life decide. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { defaultRiskPolicy, policyStep } from '@gatehouse/kyc'
import type { Actor, PolicyVersion as StoredVersion } from '@gatehouse/kyc/store'
import { NewPolicySchema, PolicyDecisionSchema } from '@gatehouse/kyc/wire'
import type { BacktestReport, PolicyVersion } from '@gatehouse/kyc/wire'
import type { StaffDirectory } from '../auth/staff-directory.ts'
import { parse } from '../http/parse.ts'
import { runBacktest } from '../policies/run-backtest.ts'
import { valueOf } from '../refused.ts'
import type { Parts } from './parts.ts'

const base = '/kyc/v1/policies'
const KeySchema = z.object({ version: z.string().max(40) })
const ProfileSchema = z.strictObject({ profile: z.string().max(20).default(defaultRiskPolicy.profile) })
const shownCases = 200

export function registerPolicyRoutes(app: FastifyInstance, { store, gate, directory }: Parts): void {
  const keyOf = (request: { params: unknown; query: unknown }) => ({
    ...parse(KeySchema, request.params),
    ...parse(ProfileSchema, request.query),
  })

  app.get(base, async (request, reply): Promise<PolicyVersion[]> => {
    const actor = await gate.require(request, reply, 'policy.read')
    return Promise.all((await store.listPolicies()).map((version) => toView(version, actor, directory)))
  })

  app.get(`${base}/:version`, async (request, reply) => {
    const actor = await gate.require(request, reply, 'policy.read')
    const { version, policy } = valueOf(await store.loadPolicy(keyOf(request)))
    return { version: await toView(version, actor, directory), policy }
  })

  app.get(`${base}/:version/use`, async (request, reply) => {
    const actor = await gate.require(request, reply, 'policy.read')
    return valueOf(await store.policyUse({ actor, key: keyOf(request), limit: shownCases }))
  })

  app.post(base, async (request, reply): Promise<PolicyVersion> => {
    const actor = await gate.require(request, reply, 'policy.draft')
    const drafted = valueOf(await store.draftPolicy({ actor, ...parse(NewPolicySchema, request.body) }))
    reply.code(201)
    return toView(drafted, actor, directory)
  })

  app.post(`${base}/:version/backtest`, async (request, reply): Promise<BacktestReport> => {
    const actor = await gate.require(request, reply, 'policy.draft')
    const key = keyOf(request)
    const { policy } = valueOf(await store.loadPolicy(key))
    const report = await runBacktest(store, policy, actor)
    valueOf(await store.recordBacktest({ actor, key, reportHash: report.reportHash, cases: report.cases }))
    return report
  })

  app.post(`${base}/:version/proposal`, async (request, reply): Promise<PolicyVersion> => {
    const actor = await gate.require(request, reply, 'policy.draft')
    return toView(valueOf(await store.proposePolicy({ actor, key: keyOf(request) })), actor, directory)
  })

  app.post(`${base}/:version/decision`, async (request, reply): Promise<PolicyVersion> => {
    const actor = await gate.require(request, reply, 'policy.publish')
    const { decision } = parse(PolicyDecisionSchema, request.body)
    return toView(valueOf(await store.decidePolicy({ actor, key: keyOf(request), decision })), actor, directory)
  })
}

/** Asks the rules themselves what the person may do, as they stand with a back-test of today. */
async function toView(version: StoredVersion, actor: Actor, directory: StaffDirectory): Promise<PolicyVersion> {
  const { forceReassess: _, ...shown } = version
  const fresh = { backtestAgeDays: 0, maxDays: 1 }
  const may = (step: Parameters<typeof policyStep>[1]) => policyStep(version, step, actor).ok
  const publish = policyStep(version, { kind: 'publish', ...fresh }, actor)
  const named = async (id: string | null) => (id === null ? null : directory.find(id))
  return {
    ...shown,
    backtest: version.backtest === null ? null : { ...version.backtest },
    createdBy: await directory.find(version.createdBy),
    proposedBy: await named(version.proposedBy),
    approvedBy: await named(version.approvedBy),
    may: { test: may({ kind: 'test' }), propose: may({ kind: 'propose', ...fresh }), decide: publish.ok },
    whyNot: publish.ok || version.state !== 'PROPOSED' ? null : whyNotOf(publish.error.code),
  }
}

function whyNotOf(code: string): PolicyVersion['whyNot'] {
  return code === 'SAME_PERSON' ? 'why-not.same-person' : 'why-not.role'
}
