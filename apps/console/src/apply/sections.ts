/** The parts of the application in the order in which they are asked. */
import type { SectionId } from '@gatehouse/kyc/wire'

export const sectionOrder = [
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
] as const satisfies readonly SectionId[]

export const isSection = (text: string): text is SectionId => sectionOrder.some((section) => section === text)
