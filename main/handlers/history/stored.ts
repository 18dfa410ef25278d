/** What scripts, reports and exports ask of the history. Every answer is bounded, so that no question fills the memory. */
import type { AggregateSeries, HistoryLastValues, HistoryStates, SliceValue } from '../../../shared/model/history.ts';
import { qualityReason } from '../../../shared/model/quality.ts';
import type { RawHistory } from '../../../shared/rpc/contract.ts';
import { type ParsedInput, RequestError } from '../handlers.ts';
import type { StationParts } from '../station-parts.ts';
import { checkKnown, checkSpan, newest } from './question.ts';

/** Values of one answer: 18 MB of typed arrays. */
const MOST_VALUES = 1_000_000;

type Parts = Pick<StationParts, 'catalogue' | 'historian' | 'clock'>;

export async function readRaw(
  parts: Parts,
  { tag, versions, after, ...query }: ParsedInput<'history.raw'>,
  signal: AbortSignal,
): Promise<RawHistory> {
  checkSpan(query);
  checkKnown(parts, [tag]);
  await newest(parts, query.to);
  const request = { ...query, keepVersions: versions === 'all', ...(after === undefined ? {} : { after }) };
  return parts.historian.raw(tag, request, signal);
}

export async function readAggregates(
  parts: Parts,
  { tags, aggregates, ...steps }: ParsedInput<'history.aggregate'>,
  signal: AbortSignal,
): Promise<AggregateSeries[]> {
  checkSpan(steps);
  const values = Math.ceil((steps.to - steps.from) / steps.stepMs) * tags.length * aggregates.length;
  if (values > MOST_VALUES) throw tooManyValues(values);
  checkKnown(parts, tags);
  await newest(parts, steps.to);
  return parts.historian.aggregate({ tags, aggregates, steps }, signal);
}

export async function readStates(
  parts: Parts,
  { tag, ...span }: ParsedInput<'history.states'>,
  signal: AbortSignal,
): Promise<HistoryStates> {
  checkSpan(span);
  checkKnown(parts, [tag]);
  const handle = parts.catalogue.handleOf(tag);
  // A measurement would have as many states as samples.
  if (handle !== undefined && parts.catalogue.tags[handle]?.isStepped === false) throw noStates(tag);
  await newest(parts, span.to);
  const { states, percentGood, isTooMany } = await parts.historian.states({ tag, ...span }, signal);
  if (isTooMany) throw noStates(tag);
  const inOrder = [...states].toSorted(([a], [b]) => a - b);
  return { states: inOrder.map(([state, ms]) => ({ state, ms })), percentGood };
}

export async function readSlice(
  parts: Parts,
  { tags, at }: ParsedInput<'history.slice'>,
  signal: AbortSignal,
): Promise<SliceValue[]> {
  checkKnown(parts, tags);
  await newest(parts, at);
  return parts.historian.slice(tags, at, signal);
}

/** Of this run where a tag was read in it, else what the runs before have left. */
export function readLastValues({
  catalogue,
  table,
  historian,
}: {
  catalogue: Pick<StationParts['catalogue'], 'tags' | 'handleOf'>;
  table: Pick<StationParts['table'], 'read'>;
  historian: Pick<StationParts['historian'], 'lastValues'>;
}): HistoryLastValues {
  const found: LastValue[] = [];
  const stored = historian.lastValues;
  stored?.tag.forEach((tag, i) => {
    const { t, v, q, exact } = stored;
    found.push({ tag, t: t[i] ?? Number.NaN, v: v[i] ?? Number.NaN, q: q[i] ?? 0, exact: exact.get(i), isLive: false });
  });
  const places = new Map(found.map(({ tag }, i) => [tag, i]));
  for (const { name, handle } of catalogue.tags) {
    const reading = table.read(handle);
    if (qualityReason(reading.q) === 'not-read-yet') continue;
    found[places.get(name) ?? found.length] = { ...reading, tag: name, isLive: true };
  }
  return columns(found);
}

interface LastValue {
  readonly tag: string;
  readonly t: number;
  readonly v: number;
  readonly q: number;
  readonly exact?: bigint | string | undefined;
  readonly isLive: boolean;
}

function columns(found: readonly LastValue[]): HistoryLastValues {
  const exact = found.flatMap((last, i) => (last.exact === undefined ? [] : [[i, String(last.exact)] as const]));
  return {
    tags: found.map(({ tag }) => tag),
    t: Float64Array.from(found, ({ t }) => t),
    v: Float64Array.from(found, ({ v }) => v),
    q: Uint16Array.from(found, ({ q }) => q),
    isLive: Uint8Array.from(found, ({ isLive }) => Number(isLive)),
    ...(exact.length === 0 ? {} : { exact }),
  };
}

function tooManyValues(values: number): RequestError {
  return new RequestError(
    'bad-input',
    {
      message: `The answer of history.aggregate would have ${values} values (steps × tags × aggregates); at most ${MOST_VALUES}.`,
      hint: 'Ask for longer steps, for a shorter span, or for fewer tags at once.',
    },
    {
      message: `history.aggregate 的结果将有 ${values} 个值（步数 × 位号 × 聚合），最多 ${MOST_VALUES} 个。`,
      hint: '请加大步长、缩短时间段，或减少一次查询的位号。',
    },
  );
}

function noStates(tag: string): RequestError {
  return new RequestError(
    'not-possible',
    {
      message: `The tag "${tag}" is a measurement and has no states.`,
      hint: 'Use history.aggregate; where its values are states, tags.csv must say "yes" in the column "stepped".',
    },
    {
      message: `位号“${tag}”是连续测量值，没有状态。`,
      hint: '请用 history.aggregate；若其值确为状态，请在 tags.csv 的 stepped 列填写 yes。',
    },
  );
}
