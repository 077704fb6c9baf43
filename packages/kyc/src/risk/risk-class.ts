/** The four risk classes in rising order. */
export const RISK_CLASSES = ['LOW', 'MEDIUM', 'HIGH', 'PROHIBITED'] as const
export type RiskClass = (typeof RISK_CLASSES)[number]

/** The higher of two classes; the order is that of the list above. */
export function higherClass<T extends RiskClass>(a: T, b: T): T {
  return RISK_CLASSES.indexOf(a) >= RISK_CLASSES.indexOf(b) ? a : b
}
