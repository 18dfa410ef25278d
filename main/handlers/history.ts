/** History for charts. Until the historian answers, from the last hour in memory. */
import type { TrendSeries } from '../../shared/model/history.ts';
import type { ParsedInput } from './handlers.ts';
import type { StationParts } from './station-parts.ts';
import { handleOrFail } from './tags.ts';

export function readTrend(parts: StationParts, { tags, from, to }: ParsedInput<'history.trend'>): TrendSeries[] {
  return tags.map(tag => {
    const handle = handleOrFail(parts.catalogue, tag);
    const { t, v, q } = parts.recent.since(handle, from);
    const end = t.findIndex(time => time >= to);
    const count = end < 0 ? t.length : end + 1;
    const samples = { t: t.slice(0, count), v: v.slice(0, count), q: q.slice(0, count), seq: new Float64Array(count) };
    const kind = parts.catalogue.tags[handle]?.signalClass;
    const isStepped = kind === 'DI' || kind === 'DO';
    return { tag, isStepped, samples, buckets: null, knownUntil: parts.clock.now(), marks: [] };
  });
}
