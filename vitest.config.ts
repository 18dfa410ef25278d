/**
 * Three projects: unit (pure, many at once), integration (real sockets on loopback, two files at
 * a time so that ports and cores suffice), e2e (whole programs and a browser, one file at a time).
 * Each file runs in its own process: workers, signal handlers and native modules stay apart.
 */
import { defineConfig } from 'vitest/config';

const SECOND = 1000;

export default defineConfig({
  test: {
    pool: 'forks',
    passWithNoTests: false,
    // A forgotten `.only` would hide every other test of the file.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx,mjs}'], testTimeout: 10 * SECOND },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx,mjs}'],
          maxWorkers: 2,
          testTimeout: 30 * SECOND,
          hookTimeout: 30 * SECOND,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.{ts,tsx,mjs}'],
          fileParallelism: false,
          testTimeout: 60 * SECOND,
          hookTimeout: 60 * SECOND,
        },
      },
    ],
  },
});
