/**
 * Notices a window that no longer does anything. Chromium reports a hang only once somebody clicks; on a wall screen
 * nobody does, so main asks the page for a sign of life all the time. Times are monotonic ms.
 */
import type { WebContents } from 'electron';
import type { Clock } from '../../platform/clock.ts';

const ASK_EVERY_MS = 500;
/** Longest silence of a living page: its slowest frame is far below a second, and 5 s are promised until it is back. */
const HANG_MS = 2_500;
/** A page that has just loaded draws its first picture: on a busy old PC that may take seconds and is no hang. */
const FIRST_ANSWER_MS = 10_000;
/** Main itself was busy or the machine slept: the page is not to blame for that time. */
const OWN_LAG_MS = 1_500;

type Watched = Pick<WebContents, 'executeJavaScript' | 'isDestroyed' | 'isDevToolsOpened'>;

/** Calls `onHang` once when the loaded page stays silent. Returns what ends the watch. */
export function watchHang(contents: Watched, clock: Clock, onHang: () => void): () => void {
  let askedAt: number | undefined;
  let lastTickAt = clock.monotonic();
  let limitMs = FIRST_ANSWER_MS;

  const ask = (now: number) => {
    askedAt = now;
    const answered = () => {
      askedAt = undefined;
      limitMs = HANG_MS;
    };
    // A refusal is a sign of life, too; the end of the renderer is reported by its own event.
    contents.executeJavaScript('0').then(answered, answered);
  };
  const timer = setInterval(() => {
    const now = clock.monotonic();
    const lagMs = now - lastTickAt - ASK_EVERY_MS;
    lastTickAt = now;
    if (contents.isDestroyed()) return clearInterval(timer);
    if (contents.isDevToolsOpened()) return;
    if (askedAt === undefined) return ask(now);
    if (lagMs > OWN_LAG_MS) askedAt += lagMs;
    if (now - askedAt < limitMs) return;
    clearInterval(timer);
    onHang();
  }, ASK_EVERY_MS);
  return () => clearInterval(timer);
}
