import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'floors',
          globalSetup: 'test/scratch.ts',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/slow/**'],
          setupFiles: ['test/seed.ts'],
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          hookTimeout: 60_000,
          pool: 'threads',
          maxWorkers: 2,
        },
      },
      {
        test: {
          // Journeys in a real browser against the built product. They mostly wait, so two at a time fit two cores.
          name: 'journeys',
          globalSetup: 'test/scratch.ts',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 240_000,
          // A page on a busy machine may take more than the second that is given by default.
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 120_000,
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // Laws tried thousands of times, not part of `npm test`: scripts/slow.mjs runs them.
          name: 'slow',
          globalSetup: 'test/scratch.ts',
          include: ['test/slow/**/*.test.ts'],
          testTimeout: 60 * 60_000,
          hookTimeout: 120_000,
          pool: 'threads',
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
