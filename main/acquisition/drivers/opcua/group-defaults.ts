/**
 * How a scan group is sampled when the project does not say it. Pure; the channel plans with it, the worker hastens with it.
 */

/** Faster sampling than this is refused by most servers, ms. */
const LEAST_SAMPLING_MS = 20;
/**
 * Twice what comes in between two publish responses, and two more: a response that is one cycle late, or a server's timers that
 * run a little fast, lose nothing. More costs the server memory for each item.
 */
const QUEUE_CYCLES = 2;
const QUEUE_MARGIN = 2;

/** Twice a period: a value is at most half a period old when it is sent. ms. */
export function samplingMsFor(periodMs: number): number {
  return Math.max(LEAST_SAMPLING_MS, periodMs / 2);
}

/** Values that the server must be able to keep for one item. */
export function queueSizeFor(publishingMs: number, samplingMs: number): number {
  return QUEUE_CYCLES * Math.ceil(publishingMs / samplingMs) + QUEUE_MARGIN;
}
