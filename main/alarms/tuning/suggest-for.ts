/**
 * A suggestion for one alarm from its own tag's history (main thread, which only moves buffers: the readers of the history read, the
 * tuning thread thinks). The outline of the span comes first, and only what came near the limit is read sample by sample.
 */
import type { AlarmSuggestion, AlarmTuning } from '../../../shared/model/alarm-journal.ts';
import type { TrendSeries } from '../../../shared/model/history.ts';
import type { AlarmSetup } from '../definitions.ts';
import { levelOf, type SampleSpan } from './coded-past.ts';
import type { Measured } from './default-tuning.ts';
import { type NearSpan, nearSpans } from './near-spans.ts';
import { StudyThread } from './study-thread.ts';
import { deadbandsOf, type TunableSetup, type Tuning, type TuningResult, type TuningRules } from './suggest.ts';
import { tuningRules } from './tuning-rules.ts';

/** Parts that the outline of a span has: of a month, eleven minutes each. */
const COLUMNS = 4_096;

/** Where the past of tags is read; the historian is one. */
export interface TagPast {
  trend(
    question: {
      readonly tags: readonly string[];
      readonly from: number;
      readonly to: number;
      readonly columns: number;
    },
    signal?: AbortSignal,
  ): Promise<readonly TrendSeries[]>;
  stream(
    tag: string,
    query: { readonly from: number; readonly to: number; readonly bounds: boolean },
    signal?: AbortSignal,
  ): AsyncIterable<SampleSpan>;
}

export interface SuggestionAsked {
  readonly setup: AlarmSetup;
  /** Tag of the alarm. */
  readonly tag: Measured | null;
  /** All alarms of the station: the limits beside this one bound its deadband. */
  readonly setups: readonly AlarmSetup[];
  /** Epoch ms, `to` not in the future. */
  readonly from: number;
  readonly to: number;
}

/**
 * Null for an alarm that its tag's own history says nothing about: quality, rates, devices, expressions, limits that move. Rejects as
 * the history does, with what the signal says, and when the thread fails.
 */
export async function suggestFor(
  asked: SuggestionAsked,
  past: TagPast,
  signal?: AbortSignal,
): Promise<AlarmSuggestion | null> {
  const setup = tunable(asked.setup);
  if (setup === null) return null;
  const rules = tuningRules(asked.setup, asked.tag, asked.setups);
  const result = await study({ setup, rules, asked }, past, signal);
  return told(asked, setup, result);
}

function tunable({ condition, delays }: AlarmSetup): TunableSetup | null {
  if (condition.kind === 'state') return { condition, delays };
  return condition.kind === 'level' && levelOf(condition) !== null ? { condition, delays } : null;
}

interface Study {
  readonly setup: TunableSetup;
  readonly rules: TuningRules;
  readonly asked: SuggestionAsked;
}

async function study(
  { setup, rules, asked }: Study,
  past: TagPast,
  signal: AbortSignal | undefined,
): Promise<TuningResult> {
  signal?.throwIfAborted();
  const thread = new StudyThread({ setup, rules });
  const stop = (): void => void thread.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const held = await feed({ setup, rules, asked }, { past, thread, signal });
    const result = await thread.result(held);
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await thread.stop();
  }
}

interface Feeding {
  readonly past: TagPast;
  readonly thread: StudyThread;
  readonly signal: AbortSignal | undefined;
}

/** Hands over what matters of the span; resolves to the time until which the last sample is known to hold. */
async function feed({ setup, rules, asked }: Study, { past, thread, signal }: Feeding): Promise<number> {
  const { from, to } = asked;
  const { tag } = setup.condition;
  const [series] = await past.trend({ tags: [tag], from, to, columns: COLUMNS }, signal);
  if (series === undefined) return Number.NaN;
  const { samples, buckets, knownUntil } = series;
  if (samples !== null) thread.take(cut(samples, asked));
  const near = buckets === null ? [] : nearSpans(buckets, setup.condition, deadbandsOf(setup, rules));
  for (const span of near) {
    for await (const page of past.stream(tag, { ...within(span, asked), bounds: true }, signal)) {
      thread.take(cut(page, asked));
    }
  }
  return Math.min(to, knownUntil);
}

/** The last bucket may reach beyond the end. */
const within = ({ from, to }: NearSpan, asked: NearSpan): NearSpan => ({ from, to: Math.min(to, asked.to) });

/** What was in force at the begin counts from there on; what came at the end or later is another span's. */
function cut({ t, v, q }: SampleSpan, { from, to }: NearSpan): SampleSpan {
  const length = t.findLastIndex(at => at < to) + 1;
  if (t[0] !== undefined && t[0] < from) t[0] = from;
  return length === t.length ? { t, v, q } : { t: t.slice(0, length), v: v.slice(0, length), q: q.slice(0, length) };
}

function told(
  { setup, from, to }: SuggestionAsked,
  { condition }: TunableSetup,
  result: TuningResult,
): AlarmSuggestion {
  const { suggestion, before, trueExcursions } = result;
  const tuning = ({ deadband, onDelayMs, offDelayMs }: Tuning): AlarmTuning => ({
    deadband: condition.kind === 'level' ? deadband : null,
    onDelayMs,
    offDelayMs,
  });
  return {
    id: setup.definition.id,
    from,
    to,
    current: tuning(result.current),
    suggested: suggestion === null ? null : tuning(suggestion.tuning),
    before,
    after: suggestion?.after ?? before,
    removed: suggestion?.removed ?? 0,
    trueExcursions,
    missed: suggestion?.missed ?? result.missed,
  };
}
