/** What each route of our own API does, and the shapes of its bodies. A test holds it to the routes that exist. */
import {
  AnswerRequestSchema,
  ApplicationViewSchema,
  AuditListSchema,
  AuditVerificationSchema,
  CaseDetailSchema,
  CaseListSchema,
  ConfirmationSchema,
  ConfirmCodeSchema,
  DemoAccountsSchema,
  IntakeSchema,
  ListStatusSchema,
  MailboxSchema,
  ProposalSchema,
  ResumeConfirmSchema,
  ResumeSchema,
  RevealSchema,
  SaveAnswersSchema,
  SessionSchema,
  StartApplicationSchema,
  StatusViewSchema,
  TimelineSchema,
  TryNameResultSchema,
  TryNameSchema,
} from '@gatehouse/kyc/wire'
import type { z } from 'zod'

export interface RouteDoc {
  readonly summary: string
  readonly body?: z.ZodType
  readonly answer?: z.ZodType
}

const application = '/apply/v1/applications'
const kycCase = '/kyc/v1/cases/:caseId'

export const routeDocs: Readonly<Record<string, RouteDoc>> = {
  'GET /health': { summary: 'Whether the server answers' },
  'GET /metrics': { summary: 'Numbers for Prometheus' },
  'GET /screening/healthz': { summary: 'Always ok' },
  'GET /screening/readyz': { summary: 'Whether lists are in force' },
  'GET /screening/algorithms': { summary: 'Matchers that can be asked for' },
  'GET /screening/catalog': { summary: 'Lists in force, as datasets' },
  'GET /screening/manifest': { summary: 'The same as the catalog' },
  'GET /screening/entities/:entityId': { summary: 'One list entry in FollowTheMoney JSON' },
  'POST /screening/match/:dataset': { summary: 'Score queries by example, as yente does' },
  'GET /ui/v1/session': { summary: 'Who is signed in, and what they may do', answer: SessionSchema },
  'GET /ui/v1/demo-accounts': { summary: 'Accounts of the demo; 404 outside it', answer: DemoAccountsSchema },
  'GET /ui/v1/mailbox': { summary: 'Outgoing mail that was kept because no SMTP server is set', answer: MailboxSchema },
  'GET /ui/v1/staff': { summary: 'Names and roles of staff' },
  'GET /ui/v1/events': { summary: 'Server-sent events: hints that something changed' },
  'POST /ui/v1/auth/sign-in/email': { summary: 'Sign in with e-mail address and password; sets the session cookie' },
  'GET /kyc/v1/cases': { summary: 'The case queue', answer: CaseListSchema },
  [`GET ${kycCase}`]: { summary: 'One case', answer: CaseDetailSchema },
  [`GET ${kycCase}/timeline`]: { summary: 'What happened on a case', answer: TimelineSchema },
  [`GET ${kycCase}/documents/:documentId`]: { summary: 'The bytes of a document; every read is audited' },
  [`POST ${kycCase}/claim`]: { summary: 'Take the case' },
  [`POST ${kycCase}/release`]: { summary: 'Give the case back to the queue' },
  [`POST ${kycCase}/assignment`]: { summary: 'Give the case to a person' },
  [`POST ${kycCase}/notes`]: { summary: 'Write a note' },
  [`POST ${kycCase}/reveal`]: { summary: 'One masked value, audited with its reason', body: RevealSchema },
  [`POST ${kycCase}/retry`]: { summary: 'Try the failed step of a case on technical hold again' },
  [`POST ${kycCase}/items/:itemId/proposal`]: { summary: 'Decide on an item', body: ProposalSchema },
  [`POST ${kycCase}/items/:itemId/confirmation`]: { summary: 'Second approval of an item', body: ConfirmationSchema },
  [`POST ${kycCase}/rfis/:rfiId/cancellation`]: { summary: 'Call a request for information off' },
  'POST /kyc/v1/applications': { summary: 'Intake by branch, partner or another system', body: IntakeSchema },
  'GET /kyc/v1/audit': { summary: 'The audit trail, newest first', answer: AuditListSchema },
  'POST /kyc/v1/audit/verify': { summary: 'Recompute the chain of the audit trail', answer: AuditVerificationSchema },
  'GET /kyc/v1/audit/export': { summary: 'The audit trail as JSON lines' },
  'GET /kyc/v1/lists': { summary: 'Watchlists and their versions in force', answer: ListStatusSchema },
  'POST /kyc/v1/screening/try': {
    summary: 'Score a typed name; changes nothing',
    body: TryNameSchema,
    answer: TryNameResultSchema,
  },
  'GET /kyc/v1/blacklist': { summary: "The bank's own list" },
  'POST /kyc/v1/blacklist': { summary: "Propose an entry of the bank's own list" },
  'POST /kyc/v1/blacklist/:entryId/confirmation': { summary: 'Second approval of an entry' },
  'POST /kyc/v1/blacklist/:entryId/end': { summary: 'End an entry' },
  'GET /kyc/v1/outbox/dead': { summary: 'Deliveries that were given up' },
  'POST /kyc/v1/outbox/dead/:id/revival': { summary: 'Try a given-up delivery again' },
  [`POST ${application}`]: {
    summary: 'Start an application; sets a cookie for this application alone',
    body: StartApplicationSchema,
    answer: ApplicationViewSchema,
  },
  [`GET ${application}/:ref`]: { summary: "The applicant's draft", answer: ApplicationViewSchema },
  [`PATCH ${application}/:ref`]: { summary: 'Save answers', body: SaveAnswersSchema, answer: ApplicationViewSchema },
  [`POST ${application}/:ref/codes`]: { summary: 'Mail a code to the e-mail address of the draft' },
  [`POST ${application}/:ref/codes/confirm`]: {
    summary: 'Confirm the e-mail address',
    body: ConfirmCodeSchema,
    answer: ApplicationViewSchema,
  },
  [`POST ${application}/:ref/documents`]: {
    summary: 'Upload a JPEG, PNG or PDF of at most 10 MB (multipart, field file)',
  },
  [`POST ${application}/:ref/submission`]: { summary: 'Send the application', answer: StatusViewSchema },
  [`GET ${application}/:ref/status`]: { summary: 'Where the application stands', answer: StatusViewSchema },
  [`POST ${application}/:ref/requests/:rfiId/answer`]: {
    summary: 'Answer a request for information',
    body: AnswerRequestSchema,
    answer: StatusViewSchema,
  },
  [`POST ${application}/:ref/withdrawal`]: { summary: 'Withdraw the application', answer: StatusViewSchema },
  'POST /apply/v1/resume': {
    summary: 'Mail a code to continue; the answer is the same for every address',
    body: ResumeSchema,
  },
  'POST /apply/v1/resume/confirm': { summary: 'Continue an application with a code', body: ResumeConfirmSchema },
  'POST /apply/v1/sign-out': { summary: "End the applicant's session" },
}
