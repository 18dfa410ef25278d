/** History for charts, logs and scripts. */
import type { TrendSeries } from '../../shared/model/history.ts';
import type { OutputOf } from '../../shared/rpc/contract.ts';
import type { ParsedInput } from './handlers.ts';
import type { StationParts } from './station-parts.ts';
import { handleOrFail } from './tags.ts';

/** What a chart gets when it does not say from when, ms. */
const RECENT_MS = 3_600_000;
/** How long an answer waits for the newest samples to be on disk, ms. A disk in trouble must not hold it up. */
const NEWEST_MS = 300;
/** An answer that ends before this long ago has all its samples on disk already, ms. */
const SETTLED_MS = 2_000;

/** The last samples of each tag, from the one in force at `from` on. */
export async function readRecent(
  parts: StationParts,
  { tags, from }: ParsedInput<'history.recent'>,
): Promise<OutputOf<'history.recent'>> {
  for (const tag of tags) handleOrFail(parts.catalogue, tag);
  const now = parts.clock.now();
  await newest(parts, now);
  // A device's clock may be ahead of this one.
  const span = { from: from ?? now - RECENT_MS, to: now + 86_400_000, bounds: true };
  return Promise.all(
    tags.map(async tag => {
      const { t, v, q } = (await parts.historian.raw(tag, span)).samples;
      return { tag, t, v, q };
    }),
  );
}

export async function readTrend(parts: StationParts, input: ParsedInput<'history.trend'>): Promise<TrendSeries[]> {
  for (const tag of input.tags) handleOrFail(parts.catalogue, tag);
  await newest(parts, input.to);
  return parts.historian.trend(input);
}

/** Lets samples that are being written become readable, when the answer reaches up to them. */
async function newest({ historian, clock }: StationParts, to: number): Promise<void> {
  if (to < clock.now() - SETTLED_MS) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => (timer = setTimeout(resolve, NEWEST_MS)));
  await Promise.race([historian.flush(), late]);
  clearTimeout(timer);
}
