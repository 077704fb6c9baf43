/** JavaScript's operators on values without methods: a map or a list is never turned into a text or a number here. */
import { beyond } from './beyond.ts'

type Primitive = string | number | boolean | null | undefined

type Binary = (left: unknown, right: unknown) => unknown

/** Longer texts are made in the sandbox, which counts what they take. */
const longestText = 16_384

export const unaryOperators: ReadonlyMap<string, (value: unknown) => unknown> = new Map<
  string,
  (value: unknown) => unknown
>([
  ['!', (value: unknown) => !value],
  ['-', (value: unknown) => -numberOf(value)],
  ['+', (value: unknown) => numberOf(value)],
])

export const binaryOperators: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['===', (left: unknown, right: unknown) => left === right],
  ['!==', (left: unknown, right: unknown) => left !== right],
  ['==', isLooselyEqual],
  ['!=', (left: unknown, right: unknown) => !isLooselyEqual(left, right)],
  ['+', add],
  ['-', (left: unknown, right: unknown) => numberOf(left) - numberOf(right)],
  ['*', (left: unknown, right: unknown) => numberOf(left) * numberOf(right)],
  ['/', (left: unknown, right: unknown) => numberOf(left) / numberOf(right)],
  ['%', (left: unknown, right: unknown) => numberOf(left) % numberOf(right)],
  ['<', (left: unknown, right: unknown) => compare(left, right, (a, b) => a < b)],
  ['<=', (left: unknown, right: unknown) => compare(left, right, (a, b) => a <= b)],
  ['>', (left: unknown, right: unknown) => compare(left, right, (a, b) => a > b)],
  ['>=', (left: unknown, right: unknown) => compare(left, right, (a, b) => a >= b)],
])

function primitive(value: unknown): Primitive {
  if (typeof value === 'object' && value !== null) throw beyond
  // The values of a program that is run at once are JSON, undefined and what operators make of these.
  return value as Primitive
}

function numberOf(value: unknown): number {
  return Number(primitive(value))
}

function isLooselyEqual(left: unknown, right: unknown): boolean {
  const isObject = typeof left === 'object' && typeof right === 'object'
  // oxlint-disable-next-line eqeqeq -- it is the operator that is computed
  return isObject || left === undefined || right === undefined ? left == right : primitive(left) == primitive(right)
}

function add(left: unknown, right: unknown): string | number {
  const [a, b] = [primitive(left), primitive(right)]
  if (typeof a !== 'string' && typeof b !== 'string') return Number(a) + Number(b)
  const text = String(a) + String(b)
  if (text.length > longestText) throw beyond
  return text
}

function compare<T>(left: unknown, right: unknown, test: (a: number | string, b: number | string) => T): T {
  const [a, b] = [primitive(left), primitive(right)]
  return typeof a === 'string' && typeof b === 'string' ? test(a, b) : test(Number(a), Number(b))
}
