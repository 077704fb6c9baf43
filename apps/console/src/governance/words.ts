/** Words for codes of governance. A code that this console does not know keeps its own name. */
import type { TFunction } from 'i18next'
import { governance } from '../i18n/en/governance.ts'

type T = TFunction<'governance'>
const has = <O extends object>(table: O, key: string): key is keyof O & string => Object.hasOwn(table, key)

export const kindWord = (kind: string, t: T): string => (has(governance.kind, kind) ? t(`kind.${kind}`) : kind)
export const ruleWord = (rule: string, t: T): string => (has(governance.rule, rule) ? t(`rule.${rule}`) : rule)
export const payloadWord = (key: string, t: T): string => (has(governance.payload, key) ? t(`payload.${key}`) : key)
export const customerWord = (state: string, t: T): string =>
  has(governance.customer, state) ? t(`customer.${state}`) : state
