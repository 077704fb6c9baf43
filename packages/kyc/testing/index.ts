/** Test customers and what the outside world answers about them. Never imported by product code. */
export * from './load-test-customers.ts'
export * from './outside-world.ts'
export * from './run-customer.ts'
export * from './sample-application.ts'
export * from './test-customer.ts'
export * from './to-application.ts'
