/** The line of a pen from every sample there is. Pure but for the buffer it fills. */
import type { HistorySamples } from '../../../shared/model/history.ts';
import { isBad, type Quality } from '../../../shared/model/quality.ts';
import type { TimeWindow } from '../time/follow.ts';
import { gapKind, type LineBuffer } from './line-buffer.ts';

interface SampleLine {
  readonly samples: HistorySamples;
  readonly isStepped: boolean;
  /** The last sample holds until then, epoch ms. */
  readonly knownUntil: number;
  readonly window: TimeWindow;
  /** Time of the last sample that was made for the demo, epoch ms; none without one. */
  readonly demoUntil?: number;
}

/** A number that may be drawn: not of bad quality and finite. */
export const isUsable = (v: number, q: Quality): boolean => Number.isFinite(v) && !isBad(q);

/** Fills `line` anew. Before the first sample and after `knownUntil` nothing is known, and a gap says so. */
export function lineFromSamples(line: LineBuffer, input: SampleLine): void {
  line.clear();
  const { samples, isStepped, knownUntil, window, demoUntil = Number.NaN } = input;
  const { t, v, q } = samples;
  const gap = openGap(window.from, 0, Number.NaN);
  let isInGap = true;
  for (let i = 0; i < t.length; i++) {
    const time = t[i] ?? 0;
    const value = v[i] ?? Number.NaN;
    const quality = q[i] ?? 0;
    const before = line.lastValue;
    const last = t[i - 1] ?? Number.NaN;
    // From what was made for the demo to what was measured leads no line.
    if (!isInGap && last <= demoUntil && demoUntil < time) {
      line.lift(last);
      Object.assign(gap, openGap(last, 0, before));
      isInGap = true;
    }
    // What was in force until now: the step up to this sample, or the end of the line at a bad one.
    const qualityBefore = q[i - 1] ?? 0;
    if (isUsable(value, quality)) {
      if (isInGap) closeGap(line, gap, time, value);
      else if (isStepped) line.put(time, before, qualityBefore);
      line.put(time, value, isInGap ? quality : qualityBefore);
      isInGap = false;
    } else if (!isInGap || !isOneGap(gap.q, quality)) {
      if (isInGap) closeGap(line, gap, time, Number.NaN);
      else line.put(time, before, qualityBefore);
      line.lift(time);
      Object.assign(gap, openGap(time, quality, isInGap ? Number.NaN : before));
      isInGap = true;
    }
  }
  finish(line, { gap, isInGap, knownUntil, to: window.to, q: q.at(-1) ?? 0 });
}

/** Of what nobody knows it does not matter why; of what is bad the reason is shown. */
const isOneGap = (a: Quality, b: Quality): boolean => a === b || (gapKind(a) === 'none' && gapKind(b) === 'none');

interface OpenGap {
  from: number;
  q: Quality;
  before: number;
}

const openGap = (from: number, q: Quality, before: number): OpenGap => ({ from, q, before });

function closeGap(line: LineBuffer, { from, q, before }: OpenGap, to: number, after: number): void {
  if (to > from) line.gaps.push({ from, to, kind: gapKind(q), q, before, after });
}

interface LineEnd {
  readonly gap: OpenGap;
  readonly isInGap: boolean;
  readonly knownUntil: number;
  readonly to: number;
  /** Quality of the last sample. */
  readonly q: Quality;
}

function finish(line: LineBuffer, { gap, isInGap, knownUntil, to, q }: LineEnd): void {
  if (isInGap) {
    // What was bad is known to be bad only as long as anything is known.
    const end = gapKind(gap.q) === 'none' ? to : Math.min(to, Math.max(gap.from, knownUntil));
    closeGap(line, gap, end, Number.NaN);
    if (end < to) closeGap(line, openGap(end, 0, Number.NaN), to, Number.NaN);
    return;
  }
  const { lastTime, lastValue } = line;
  if (lastTime >= to) return;
  const end = Math.min(to, Math.max(lastTime, knownUntil));
  if (end > lastTime) line.put(end, lastValue, q);
  if (end < to) closeGap(line, openGap(end, 0, lastValue), to, Number.NaN);
}
