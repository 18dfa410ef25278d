/**
 * stdout and stderr of a process that must go on when nobody reads them any more: a terminal that was closed, a starter that was
 * killed. Without this a line of the log is an error that nobody catches, and telling of that error is the next one.
 */

/** Once, before the first line. What is written afterwards to an output that has gone is dropped. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
