export * from './entity.ts'
export { finishEntity } from './entity-hash.ts'
