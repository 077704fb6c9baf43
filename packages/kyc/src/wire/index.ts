/** Every shape that the server and the console exchange outside `/api`, as zod schemas with inferred types. */
export * from './session.ts'
export * from './cases.ts'
export * from './screening.ts'
export * from './governance.ts'
export * from './policies.ts'
export * from './apply.ts'
