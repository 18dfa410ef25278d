/** `trends.export`: a file of pens, or a part of one. */
import type { TrendFilePart } from '../../../shared/rpc/trend-contract.ts';
import { exportTrend } from '../../trends/export/export-trend.ts';
import type { ParsedInput } from '../handlers.ts';
import { checkKnown, checkSpan, newest } from '../history/question.ts';
import type { StationParts } from '../station-parts.ts';

type Parts = Pick<StationParts, 'historian' | 'catalogue' | 'describe' | 'clock'>;

export async function exportTrends(
  parts: Parts,
  { tags, stepMs, after, format, language, ...filter }: ParsedInput<'trends.export'>,
  signal: AbortSignal,
): Promise<TrendFilePart> {
  const { catalogue, historian, describe, clock } = parts;
  checkSpan(filter);
  checkKnown(parts, tags);
  await newest(parts, filter.to);
  const pens = tags.map(tag => {
    const handle = catalogue.handleOf(tag);
    return { tag, definition: (handle === undefined ? null : catalogue.tags[handle]) ?? null };
  });
  const asked = { filter, format, language, pens, stepMs, after: after ?? null };
  const part = await exportTrend({ source: historian, station: describe(), now: clock.now() }, asked, signal);
  // A Buffer turns itself into an object on its way through JSON.
  const { buffer, byteOffset, byteLength } = part.bytes;
  return { ...part, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}
