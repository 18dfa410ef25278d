/** Spans of a meter's totals, by the clocks of the station and its gas day. */
import { describe, expect, it } from 'vitest';
import { totalSpans } from '../../../../renderer/faceplates/history/totals.ts';
import { zoneClock } from '../../../../shared/time/zone.ts';

const SHANGHAI = zoneClock('Asia/Shanghai');
const at = (text: string): number => Date.parse(text);

describe('totalSpans', () => {
  it('counts the gas day from its hour, and the day before it as a whole', () => {
    const spans = totalSpans(at('2026-11-26T10:30:00+08:00'), SHANGHAI, '08:00');
    expect(spans.gasDay).toEqual({ from: at('2026-11-26T08:00:00+08:00'), to: at('2026-11-26T10:30:00+08:00') });
    expect(spans.gasDayBefore).toEqual({ from: at('2026-11-25T08:00:00+08:00'), to: at('2026-11-26T08:00:00+08:00') });
  });

  it('is still in the gas day of yesterday before its hour', () => {
    const spans = totalSpans(at('2026-11-26T07:59:59+08:00'), SHANGHAI, '08:00');
    expect(spans.gasDay.from).toBe(at('2026-11-25T08:00:00+08:00'));
    expect(spans.gasDayBefore.from).toBe(at('2026-11-24T08:00:00+08:00'));
  });

  it('counts days and months by the wall clock, over the first of a month too', () => {
    const spans = totalSpans(at('2026-12-01T00:30:00+08:00'), SHANGHAI, '08:00');
    expect(spans.today.from).toBe(at('2026-12-01T00:00:00+08:00'));
    expect(spans.yesterday).toEqual({ from: at('2026-11-30T00:00:00+08:00'), to: at('2026-12-01T00:00:00+08:00') });
    expect(spans.month.from).toBe(at('2026-12-01T00:00:00+08:00'));
    expect(spans.gasDay.from).toBe(at('2026-11-30T08:00:00+08:00'));
  });

  it('knows that a day on which clocks are changed has 23 hours', () => {
    const berlin = zoneClock('Europe/Berlin');
    const { yesterday } = totalSpans(at('2026-03-30T12:00:00+02:00'), berlin, '06:00');
    expect(yesterday.to - yesterday.from).toBe(23 * 3_600_000);
  });
});
