/** Test customers and what the outside world answers about them. Never imported by product code. */
export * from './test-customer.ts'
export * from './to-application.ts'
