/** The roles of staff, applicants and machines. Someone may hold several; separation is checked by person. */
export const ROLES = [
  'applicant',
  'analyst',
  'senior_analyst',
  'mlro',
  'compliance_admin',
  'auditor',
  'support',
  'service',
  'operator',
  'author',
] as const
export type Role = (typeof ROLES)[number]
