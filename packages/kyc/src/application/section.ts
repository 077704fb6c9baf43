/** The parts in which the applicant is asked, in that order. */
export const SECTIONS = [
  'contact',
  'name',
  'birth',
  'nationality',
  'address',
  'document',
  'tax',
  'finances',
  'publicOffice',
  'account',
  'consents',
] as const
