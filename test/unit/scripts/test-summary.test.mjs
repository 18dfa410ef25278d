/** The counts of `npm test`: nothing that went wrong may count as passed. */
import { expect, it } from 'vitest';
import { failures, lastLine, summarize, total } from '../../../scripts/lib/test-summary.mjs';

const file = (status, ...results) => ({ status, assertionResults: results.map(result => ({ status: result })) });

function report(files, success = true) {
  const all = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const count = wanted => all.filter(status => status === wanted).length;
  return {
    success,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('skipped'),
    numTodoTests: 0,
    testResults: files,
  };
}

it('counts what passed, failed and was skipped', () => {
  const given = report([file('passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')], false);
  expect(summarize(given, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

it('counts a suite that did not load as a failure', () => {
  const given = report([file('passed', 'passed'), file('failed')], false);
  expect(summarize(given, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

it('counts a suite that crashed half-way once, beside the failed tests of others', () => {
  const given = report([file('failed', 'passed', 'skipped'), file('failed', 'failed')], false);
  expect(summarize(given, 1).failed).toBe(2);
});

it('counts an error outside any test as a failure although every test passed', () => {
  expect(summarize(report([file('passed', 'passed')], false), 1).failed).toBe(1);
  expect(summarize(report([file('passed', 'passed')]), 1).failed).toBe(1);
});

it('counts a run that was killed before it could report as a failure', () => {
  expect(summarize(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it('does not take zero tests for success', () => {
  expect(summarize(report([]), 0).failed).toBe(1);
});

it('adds the projects up into the last line', () => {
  const counts = total([
    { passed: 10, failed: 0, skipped: 1 },
    { passed: 5, failed: 2, skipped: 0 },
  ]);
  expect(lastLine(counts)).toBe('15 passed, 2 failed');
});

it('names the tests that failed and the files that broke, with what they said first', () => {
  const given = {
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'stands', failureMessages: [] },
          { status: 'failed', fullName: 'falls', failureMessages: ['expected 1 to be 2\n    at a.test.ts:3'] },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'Cannot find module\nstack', assertionResults: [] },
      { name: 'c.test.ts', status: 'failed', message: '', assertionResults: [{ status: 'passed' }] },
      { name: 'd.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  };
  expect(failures(given)).toEqual([
    'a.test.ts: falls: expected 1 to be 2',
    'b.test.ts: Cannot find module',
    'c.test.ts: did not end in order',
  ]);
});

it('says that a run ended without a report, or by an error outside any test', () => {
  expect(failures(undefined)).toEqual(['the run ended without a report']);
  expect(failures(report([]))).toEqual(['an error outside any test, told further up']);
});
