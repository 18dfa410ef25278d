/** History for charts, by the names that are on the screen. */
import { HISTORY_ORIGINS, type TrendSeries } from '../../../shared/model/history.ts';
import type { OutputOf } from '../../../shared/rpc/contract.ts';
import { type ParsedInput, RequestError } from '../handlers.ts';
import type { StationParts } from '../station-parts.ts';
import { handleOrFail } from '../tags.ts';
import { checkKnown, checkSpan, newest } from './question.ts';

/** What a chart gets when it does not say from when, ms. */
const RECENT_MS = 3_600_000;
/** One answer stays below 100,000 samples a tag at any usual period, ms. */
const RECENT_AT_MOST_MS = 2 * 3_600_000;
/** Samples a tag: nine a second over the longest span. */
const RECENT_SAMPLES = 65_536;
/** A device's clock may be ahead of this one, ms. */
const AHEAD_MS = 86_400_000;

type Parts = Pick<StationParts, 'catalogue' | 'historian' | 'clock'>;

/** The last samples of each tag, from the one in force at `from` on. */
export async function readRecent(
  parts: Parts,
  { tags, from: asked, to: end }: ParsedInput<'history.recent'>,
  signal: AbortSignal,
): Promise<OutputOf<'history.recent'>> {
  for (const tag of tags) handleOrFail(parts.catalogue, tag);
  const now = end ?? parts.clock.now();
  const from = asked ?? now - RECENT_MS;
  // A client's clock is not exactly this one.
  if (from < now - RECENT_AT_MOST_MS - 60_000) throw tooLongAgo();
  await newest(parts, now);
  const span = {
    from,
    to: Math.max(from, now) + (end === undefined ? AHEAD_MS : 0),
    bounds: true,
    limit: RECENT_SAMPLES,
  };
  return Promise.all(
    tags.map(async tag => {
      const { samples, origin } = await parts.historian.recent(tag, span, signal);
      const { t, v, q } = samples;
      return { tag, t, v, q, demoUntil: t[origin.lastIndexOf(DEMO)] ?? null };
    }),
  );
}

const DEMO = HISTORY_ORIGINS.indexOf('demo');

/** Also of tags that are no longer in the project. */
export async function readTrend(
  parts: Parts,
  input: ParsedInput<'history.trend'>,
  signal: AbortSignal,
): Promise<TrendSeries[]> {
  checkSpan(input);
  checkKnown(parts, input.tags);
  await newest(parts, input.to);
  return parts.historian.trend(input, signal);
}

function tooLongAgo(): RequestError {
  return new RequestError(
    'bad-input',
    {
      message: 'The input of history.recent is not right: input.from is more than two hours before its end.',
      hint: 'history.trend and history.raw read any span of time.',
    },
    {
      message: 'history.recent 的输入不正确：input.from 早于结束时刻两小时以上。',
      hint: '任意时间段请用 history.trend 或 history.raw 查询。',
    },
  );
}
