import { SECTIONS } from '@gatehouse/kyc/codes'
import type { SectionId } from '@gatehouse/kyc/wire'

export const isSection = (text: string): text is SectionId => SECTIONS.some((section) => section === text)
