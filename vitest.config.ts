import { defineConfig } from 'vitest/config'

// Fast tests lie beside the sources, whole-system tests under test/.
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: process.env.CI ? ['dot'] : ['default'],
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'apps/*/src/**/*.test.{ts,tsx}',
      'test/**/*.test.ts',
      'workflows/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    maxWorkers: 2,
    // A shared machine can starve a server or a browser for seconds; a real failure fails twice.
    retry: process.env['CI'] ? 1 : 0,
  },
})
