/**
 * Four projects: pure (units without threads, processes and native modules of their own: many files in one process, which halves
 * their time), unit (the other units), integration (real sockets on loopback; they wait more than they work, so three files at a
 * time), e2e (whole programs and a browser, one file at a time). But for the pure ones each file runs in its own process: workers,
 * signal handlers and native modules stay apart.
 */
import { defineConfig } from 'vitest/config';

const SECOND = 1000;

/**
 * Tests start worker threads from their sources, and Node takes the types out with WebAssembly of its own. When threads begin and end
 * at the same time, V8 frees wrappers of that code while another thread is in it, and the process dies of a SIGSEGV (seen twice in
 * a thousand ends of a historian, under load; the same stack is known from others). Nothing is freed and nothing replaced without
 * these two; the product has no types to take out.
 */
const KEEP_WASM_CODE = ['--no-wasm-code-gc', '--wasm-wrapper-tiering-budget=1000000000'];

/** Folders of test/unit whose files leave nothing behind in their process. */
const PURE = ['alarms', 'calc', 'events', 'handlers', 'project', 'renderer', 'scenes', 'shared', 'tags', 'trends'].map(
  folder => `test/unit/${folder}/**/*.test.{ts,tsx,mjs}`,
);

export default defineConfig({
  test: {
    pool: 'forks',
    execArgv: KEEP_WASM_CODE,
    passWithNoTests: false,
    // A forgotten `.only` would hide every other test of the file.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: PURE, isolate: false, testTimeout: 10 * SECOND },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx,mjs}'],
          exclude: PURE,
          testTimeout: 10 * SECOND,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx,mjs}'],
          maxWorkers: 3,
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
