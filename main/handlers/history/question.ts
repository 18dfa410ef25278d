/** What is checked of every question about the history before a reader thread is asked, and how far the answer must reach. */
import { RequestError } from '../handlers.ts';
import type { StationParts } from '../station-parts.ts';
import { handleOrFail } from '../tags.ts';

/** How long an answer waits for the newest samples to be on disk, ms. A disk in trouble must not hold it up. */
const NEWEST_MS = 300;
/** An answer that ends before this long ago has all its samples on disk already, ms. */
const SETTLED_MS = 2_000;

/** Lets samples that are being written become readable, when the answer reaches up to them. */
export async function newest(
  {
    historian,
    clock,
  }: { historian: Pick<StationParts['historian'], 'flush'>; clock: Pick<StationParts['clock'], 'now'> },
  to: number,
): Promise<void> {
  if (to < clock.now() - SETTLED_MS) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => (timer = setTimeout(resolve, NEWEST_MS)));
  await Promise.race([historian.flush(), late]);
  clearTimeout(timer);
}

/** Tags of the project, and those that were in it once and left history behind. Throws `RequestError` `unknown-tag`. */
export function checkKnown(
  {
    catalogue,
    historian,
  }: Pick<StationParts, 'catalogue'> & { historian: Pick<StationParts['historian'], 'hasStored'> },
  tags: readonly string[],
): void {
  for (const tag of tags) if (!historian.hasStored(tag)) handleOrFail(catalogue, tag);
}

/** Throws `RequestError` `bad-input` where `to` is not after `from`. */
export function checkSpan({ from, to }: { readonly from: number; readonly to: number }): void {
  if (from < to) return;
  throw new RequestError(
    'bad-input',
    {
      message: `The span of time is not right: input.from (${from}) must be before input.to (${to}).`,
      hint: 'Times are epoch ms UTC; input.to itself is outside of the span.',
    },
    {
      message: `时间段不正确：input.from（${from}）必须早于 input.to（${to}）。`,
      hint: '时间为 UTC 毫秒时间戳；时间段不含 input.to 本身。',
    },
  );
}
