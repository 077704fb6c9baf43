/** The service class of a customer. It is no risk class and uses contract data alone. */
export const CUSTOMER_CLASSES = ['BASIC', 'RETAIL', 'AFFLUENT', 'PRIVATE'] as const
export type CustomerClass = (typeof CUSTOMER_CLASSES)[number]

export const SERVICE_RESTRICTIONS = ['REDUCED_LIMITS', 'NO_SELF_SERVICE_LIMIT_RISE', 'ENHANCED_MONITORING'] as const
export type ServiceRestriction = (typeof SERVICE_RESTRICTIONS)[number]

export interface ClassAssignment {
  readonly customerClass: CustomerClass
  readonly serviceRestrictions: readonly ServiceRestriction[]
}
