/** Numbers. */
import type { Builtin } from './evaluation.ts'
import { ofArguments, ofInput } from './plain-builtin.ts'
import { JqError, shown } from './value.ts'

const ONE = [
  'floor',
  'ceil',
  'sqrt',
  'trunc',
  'exp',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'cbrt',
] as const

export const mathBuiltins: Readonly<Record<string, Builtin>> = {
  ...Object.fromEntries(ONE.map((name) => [`${name}/0`, ofNumber(Math[name])])),
  'fabs/0': ofNumber(Math.abs),
  'abs/0': ofInput((input) => {
    if (typeof input !== 'number') throw new JqError(`${shown(input)} has no absolute value`)
    return input < 0 ? -input : input
  }),
  // Away from zero at the half, unlike the platform's own.
  'round/0': ofNumber((x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5)),
  'rint/0': ofNumber(toEven),
  'nearbyint/0': ofNumber(toEven),
  'exp2/0': ofNumber((x) => 2 ** x),
  'exp10/0': ofNumber((x) => 10 ** x),
  'significand/0': ofNumber((x) => (x === 0 ? 0 : x / 2 ** Math.floor(Math.log2(Math.abs(x))))),
  'logb/0': ofNumber((x) => Math.floor(Math.log2(Math.abs(x)))),
  'pow/2': ofNumbers((a, b) => a ** b),
  'atan2/2': ofNumbers(Math.atan2),
  'fmin/2': ofNumbers(Math.min),
  'fmax/2': ofNumbers(Math.max),
  'fmod/2': ofNumbers((a, b) => a % b),
  'hypot/2': ofNumbers(Math.hypot),
  'copysign/2': ofNumbers((a, b) => (Object.is(b, -0) || b < 0 ? -Math.abs(a) : Math.abs(a))),
  'ldexp/2': ofNumbers((a, b) => a * 2 ** b),
  'scalb/2': ofNumbers((a, b) => a * 2 ** b),
  'infinite/0': ofInput(() => Number.POSITIVE_INFINITY),
  'nan/0': ofInput(() => Number.NaN),
  'isinfinite/0': ofNumber((x) => Math.abs(x) === Number.POSITIVE_INFINITY),
  'isnan/0': ofNumber((x) => Number.isNaN(x)),
  'isnormal/0': ofNumber((x) => Number.isFinite(x) && Math.abs(x) >= 2.2250738585072014e-308),
}

function ofNumber(apply: (x: number) => unknown): Builtin {
  return ofInput((input) => apply(numberOf(input)))
}

function ofNumbers(apply: (a: number, b: number) => number): Builtin {
  return ofArguments((_input, [a, b]) => apply(numberOf(a), numberOf(b)))
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new JqError(`${shown(value)} number required`)
  return value
}

function toEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  if (rest !== 0.5) return Math.round(x)
  return floor % 2 === 0 ? floor : floor + 1
}
