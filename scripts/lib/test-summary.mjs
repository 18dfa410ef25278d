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

/** Counts over all projects. */
export function total(summaries) {
  const sum = key => summaries.reduce((count, summary) => count + summary[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** The last line of `npm test`, read by people and by continuous integration. */
export const lastLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
