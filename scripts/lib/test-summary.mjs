/**
 * Adds up what the test projects report. A suite that did not load, an error outside any test, a
 * run without a report and a project without tests each count as a failure: silence never passes.
 * Pure functions, Node built-ins only.
 */

/** Files that failed without a failed test in them: did not load, crashed, or a hook threw. */
function brokenFiles(report) {
  return report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  );
}

/** Counts of one project from its JSON report (undefined if there is none) and its exit code. */
export function summarize(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  let failed = report.numFailedTests + brokenFiles(report).length;
  if (failed === 0 && (exitCode !== 0 || !report.success || passed === 0)) failed = 1;
  return { passed, failed, skipped };
}

const firstLine = text => (text ?? '').trim().split('\n', 1)[0];

/**
 * What made a run fail: one line for each test that failed and each file that broke without one,
 * with the first line of its message. They stand at the end of the output, where a log that was
 * cut off still has them.
 */
export function failures(report) {
  if (report === undefined) return ['the run ended without a report'];
  const tests = report.testResults.flatMap(file =>
    file.assertionResults
      .filter(test => test.status === 'failed')
      .map(test => `${file.name}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`),
  );
  const files = brokenFiles(report).map(file => `${file.name}: ${firstLine(file.message) || 'did not end in order'}`);
  const named = [...tests, ...files];
  return named.length > 0 ? named : ['an error outside any test, told further up'];
}

/** Counts over all projects. */
export function total(summaries) {
  const sum = key => summaries.reduce((count, summary) => count + summary[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** The last line of `npm test`, read by people and by continuous integration. */
export const lastLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
