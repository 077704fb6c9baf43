/**
 * The program that prepares a QuickJS context before any script of a workflow runs in it.
 *
 * Its value is a function `(compiled, withMembers) => (inputJson) => reply`. The reply is one letter and a JSON text: `v` for a value,
 * `e` for a thrown error. Everything a script could have changed is captured or frozen first, so that one evaluation
 * cannot leave anything behind for the next one in the same context.
 */
export const SANDBOX_PRELUDE = String.raw`(() => {
  'use strict'
  const call = Function.prototype.call
  const uncurry = (f) => call.bind(f)
  const { parse, stringify } = JSON
  const { ownKeys, deleteProperty, isExtensible } = Reflect
  const { create, keys, freeze, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object
  const isArray = Array.isArray
  const ErrorType = Error
  const toText = String
  const toNumber = Number
  const mapForEach = uncurry(Map.prototype.forEach)
  const hasInstance = uncurry(Function.prototype[Symbol.hasInstance])
  const isA = (type, value) => hasInstance(type, value)
  const { Map: MapType, Date: DateType, Promise: PromiseType } = globalThis
  const regexpExec = uncurry(RegExp.prototype.exec)
  const MAX_DEPTH = 400

  // A value of the script as JSON can carry it: what has no JSON form becomes what Conductor shows for it.
  const toPlain = (value, depth) => {
    if (depth > MAX_DEPTH) throw new ErrorType('the result is nested deeper than ' + MAX_DEPTH + ' levels or refers to itself')
    switch (typeof value) {
      case 'undefined': return null
      case 'boolean': case 'string': return value
      case 'number':
        if (value !== value) return 'NaN'
        if (value === Infinity) return 'Infinity'
        if (value === -Infinity) return '-Infinity'
        return value
      case 'bigint': return toNumber(value)
      case 'object': break
      default: return create(null)
    }
    if (value === null) return null
    if (isA(DateType, value) || isA(PromiseType, value)) return create(null)
    if (isArray(value)) {
      const list = []
      const length = value.length
      for (let i = 0; i < length; i++) defineProperty(list, i, { value: toPlain(value[i], depth + 1), enumerable: true, writable: true, configurable: true })
      return list
    }
    const plain = create(null)
    if (isA(MapType, value)) mapForEach(value, (item, key) => { plain[toText(key)] = toPlain(item, depth + 1) })
    else for (const key of keys(value)) plain[key] = toPlain(value[key], depth + 1)
    return plain
  }

  // Conductor's scripts see Java's maps and lists, which answer to these calls too.
  const hasOwn = uncurry(Object.prototype.hasOwnProperty)
  const includes = uncurry(Array.prototype.includes)
  const { setPrototypeOf } = Object
  const members = (methods) => {
    const found = create(null)
    for (const name of keys(methods)) found[name] = { value: methods[name], configurable: true }
    return found
  }
  const mapMembers = create(Object.prototype, members({
    get(key) { return hasOwn(this, key) ? this[key] : null },
    containsKey(key) { return hasOwn(this, key) },
    size() { return keys(this).length },
    isEmpty() { return keys(this).length === 0 },
  }))
  const listMembers = create(Array.prototype, members({
    get(index) { return this[index] },
    size() { return this.length },
    isEmpty() { return this.length === 0 },
    contains(item) { return includes(this, item) },
  }))
  const withMembers = (value) => {
    if (typeof value !== 'object' || value === null) return value
    for (const key of keys(value)) withMembers(value[key])
    return setPrototypeOf(value, isArray(value) ? listMembers : mapMembers)
  }

  const linePattern = /(?:inline|<input>|<evalScript>):(\d+)/
  const describe = (thrown) => {
    const error = create(null)
    if (isA(ErrorType, thrown)) {
      error.name = toText(thrown.name)
      error.message = toText(thrown.message)
      const found = regexpExec(linePattern, toText(thrown.stack))
      if (found !== null) error.line = toNumber(found[1])
    } else {
      error.message = typeof thrown === 'object' ? stringify(toPlain(thrown, 0)) : toText(thrown)
    }
    return error
  }

  // Freezing a prototype makes assignments such as e.name = 'x' on its heirs fail (they inherit "read only").
  // For the prototypes whose members scripts do shadow, an accessor keeps such assignments working.
  const enableShadowing = (prototype) => {
    for (const key of ownKeys(prototype)) {
      const property = getOwnPropertyDescriptor(prototype, key)
      if (typeof key !== 'string' || !('value' in property) || !property.configurable || key === 'length') continue
      const value = property.value
      defineProperty(prototype, key, {
        configurable: false,
        enumerable: property.enumerable,
        get: freeze(() => value),
        set: freeze(function (shadow) {
          defineProperty(this, key, { value: shadow, writable: true, enumerable: true, configurable: true })
        }),
      })
    }
  }

  const seen = new Set()
  const freezeDeep = (target) => {
    if (target === null || (typeof target !== 'object' && typeof target !== 'function') || seen.has(target)) return
    seen.add(target)
    for (const key of ownKeys(target)) {
      const property = getOwnPropertyDescriptor(target, key)
      if ('value' in property) freezeDeep(property.value)
      else { freezeDeep(property.get); freezeDeep(property.set) }
    }
    freezeDeep(getPrototypeOf(target))
    if (target !== globalThis) freeze(target)
  }

  for (const name of ownKeys(globalThis)) {
    const property = getOwnPropertyDescriptor(globalThis, name)
    if (typeof property.value === 'function' && isA(ErrorType, property.value.prototype)) enableShadowing(property.value.prototype)
  }
  enableShadowing(ErrorType.prototype)
  enableShadowing(Object.prototype)
  enableShadowing(mapMembers)
  enableShadowing(listMembers)
  freezeDeep(mapMembers)
  freezeDeep(listMembers)
  freezeDeep((function* () {}).constructor)
  freezeDeep((async () => {}).constructor)
  freezeDeep((async function* () {}).constructor)
  freezeDeep(getPrototypeOf([][Symbol.iterator]()))
  freezeDeep(globalThis)
  for (const name of ownKeys(globalThis)) {
    const property = getOwnPropertyDescriptor(globalThis, name)
    if (property.configurable) defineProperty(globalThis, name, 'value' in property ? { writable: false, configurable: false } : { configurable: false })
  }
  const ownNames = freeze(create(null, Object.fromEntries(ownKeys(globalThis).map((name) => [name, { value: true }]))))
  const ownCount = ownKeys(globalThis).length

  // True when nothing of the evaluation stays behind; false means: throw the context away.
  const tidy = () => {
    if (!isExtensible(globalThis)) return false
    const names = ownKeys(globalThis)
    if (names.length === ownCount) return true
    let clean = true
    for (let i = 0; i < names.length; i++) if (!(names[i] in ownNames) && !deleteProperty(globalThis, names[i])) clean = false
    return clean
  }

  return (compiled, asJava) => (inputJson) => {
    let reply
    try { reply = 'v' + stringify(toPlain(compiled(asJava ? withMembers(parse(inputJson)) : parse(inputJson)), 0)) } catch (thrown) { reply = 'e' + stringify(describe(thrown)) }
    return (tidy() ? 'k' : 'd') + reply
  }
})()`
