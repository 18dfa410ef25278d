/**
 * Whether whoever started this process is still there. `npm start` and the tests hold the other end of its stdin and write
 * nothing: when they end in whatever way, kill −9 included, stdin closes and the station ends in order. Only when they ask for
 * it by the environment: a station under a service manager has no stdin and must not take that for an end.
 */
const ASKED = 'CITYGATE_END_WITH_STDIN';

/** Calls back once when the starter is gone; never when the starter did not ask for it. */
export function onStarterGone(callback: () => void): void {
  if (process.env[ASKED] !== '1') return;
  // Not for the field or any other child: their stdin is another one.
  delete process.env[ASKED];
  process.stdin.once('end', callback);
  process.stdin.once('error', callback);
  process.stdin.resume();
  // A station that could not start must not be kept alive by this.
  process.stdin.unref();
}
