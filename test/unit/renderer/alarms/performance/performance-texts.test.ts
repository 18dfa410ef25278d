/** What a person reads on the page about the alarm system: figures, targets, suggestions, months, bars. */
import { describe, expect, test } from 'vitest';
import {
  durationText,
  figureText,
  mostText,
  shareText,
  targetText,
} from '../../../../../renderer/alarms/performance/figure-texts.ts';
import { heldAfter, monthChoice } from '../../../../../renderer/alarms/performance/month-choice.ts';
import { PIECE_MS, rateBars } from '../../../../../renderer/alarms/performance/rate-bars.ts';
import { suggestionLines } from '../../../../../renderer/alarms/performance/suggestion-texts.ts';
import { performanceFigure } from '../../../../../shared/alarm/performance-targets.ts';
import type { AlarmPerformance, AlarmSuggestion } from '../../../../../shared/model/alarm-journal.ts';
import { performanceEn } from '../../../../../shared/text/performance/performance-en.ts';
import { performanceZh } from '../../../../../shared/text/performance/performance-zh.ts';
import { zoneClock } from '../../../../../shared/time/zone.ts';

const FROM = Date.UTC(2026, 9, 31, 16);

function performance(part: Partial<AlarmPerformance> = {}): AlarmPerformance {
  const none = { chattering: [], fleeting: [], stale: [], top: [], floods: [] };
  return {
    ...{
      from: FROM,
      to: FROM + 6 * PIECE_MS,
      calls: 0,
      activations: 0,
      perDay: 0,
      perHour: 0,
      per10Min: 0,
      peakPer10Min: 0,
    },
    ...{ tenMinutes: new Uint32Array(6), shareOver10: 0, shareOver30: 0, floodShare: 0, topShare: 0, ...none },
    ...{ byPriority: [0, 0, 0, 0], acknowledgeSeconds: [null, null, null, null] },
    hiddenHours: { shelved: 0, suppressed: 0, outOfService: 0 },
    ...part,
  };
}

describe('figures', () => {
  test('have as many places as they deserve', () => {
    expect(figureText('perDay', 149.96)).toBe('150.0');
    expect(figureText('per10Min', 0.284)).toBe('0.28');
    expect(figureText('peakPer10Min', 84)).toBe('84');
    expect(figureText('floodShare', 0.0018)).toBe('0.18 %');
    expect(figureText('topShare', null)).toBe('----');
  });

  test('a share that is not nothing never reads as nothing', () => {
    expect([0, 0.00001, 0.0999, 0.1234].map(shareText)).toEqual(['0.00 %', '< 0.01 %', '9.99 %', '12.3 %']);
  });

  test('targets read as they are judged', () => {
    expect(['perDay', 'floodShare', 'stale', 'priority4', 'chattering'].map(f => targetText(f as 'perDay'))).toEqual([
      ...['≤ 150', '< 1 %', '< 5', '≥ 80 %', '0'],
    ]);
    expect([mostText('perHour'), mostText('stale')]).toEqual(['12', '']);
  });

  test('the share of a priority is that of the calls, and none where nobody was called', () => {
    expect(performanceFigure('priority2', performance({ calls: 8, byPriority: [0, 2, 6, 0] }))).toBe(0.25);
    expect(performanceFigure('priority2', performance())).toBeNull();
    expect(performanceFigure('topShare', performance())).toBeNull();
    expect(performanceFigure('stale', performance({ stale: [{ id: 'A/H', since: 1 }] }))).toBe(1);
  });

  test('durations have two or three digits in the unit that fits', () => {
    const texts = [0, 8.44, 47.3, 99, 100, 750, 3_600, 11_520, 86_400, 172_800].map(durationText);
    expect(texts).toEqual(['0 s', '8.4 s', '47 s', '99 s', '1.7 min', '12.5 min', '1.0 h', '3.2 h', '24.0 h', '2.0 d']);
  });
});

describe('a suggestion', () => {
  const found: AlarmSuggestion = {
    ...{ id: 'PT-1303/H', from: 0, to: 1, before: 430, after: 18, removed: 412, trueExcursions: 12, missed: 0 },
    current: { deadband: 0.02, onDelayMs: 0, offDelayMs: 0 },
    suggested: { deadband: 0.05, onDelayMs: 0, offDelayMs: 10_000 },
  };

  test('says what it would have done, and only what is to be changed', () => {
    expect(suggestionLines(found, performanceEn, 'MPa')).toEqual({
      result: 'Would have removed 412 of 430 activations and missed 0 of 12 true excursions',
      change: 'deadband 0.02 → 0.05 MPa · off-delay 0 s → 10 s',
    });
    expect(suggestionLines(found, performanceZh, '').result).toBe(
      '可消除 430 次触发中的 412 次，12 次真实越限漏报 0 次',
    );
  });

  test('of a state has no deadband', () => {
    const current = { deadband: null, onDelayMs: 0, offDelayMs: 0 };
    const { change } = suggestionLines(
      { ...found, current, suggested: { ...current, onDelayMs: 5_000 } },
      performanceEn,
      '',
    );
    expect(change).toBe('on-delay 0 s → 5.0 s');
  });

  test('that was not found tells what there was, and none at all why', () => {
    const none = suggestionLines({ ...found, suggested: null, before: 3, trueExcursions: 3 }, performanceEn, '');
    expect(none).toEqual({ result: 'Nothing better found; activations: 3, true excursions: 3', change: '' });
    expect(suggestionLines(null, performanceEn, '').result).toBe(performanceEn.suggestion.notTunable);
  });
});

describe('the month', () => {
  const clock = zoneClock('Asia/Shanghai');
  /** 00:30 on 1 December there, still November in UTC. */
  const now = Date.UTC(2026, 10, 30, 16, 30);

  test('is that of the station, from its first midnight to the next one', () => {
    expect(monthChoice(clock, now, null)).toEqual({
      ...{ month: '2026-12', isCurrent: true },
      ...{ from: Date.UTC(2026, 10, 30, 16), to: Date.UTC(2026, 11, 31, 16) },
    });
    expect(monthChoice(clock, now, '2026-11')).toMatchObject({ month: '2026-11', isCurrent: false, from: FROM });
  });

  test('goes back as far as one likes and forward to the month of now, which is not held', () => {
    expect(heldAfter(clock, now, { month: '2026-01', by: -1 })).toBe('2025-12');
    expect(heldAfter(clock, now, { month: '2026-10', by: 1 })).toBe('2026-11');
    expect(heldAfter(clock, now, { month: '2026-11', by: 1 })).toBeNull();
    expect(monthChoice(clock, now, '2027-03').month).toBe('2026-12');
  });
});

describe('the bars', () => {
  test('stand in the middle of their ten minutes, and none where nobody was called', () => {
    const { bars, top, width, cut } = rateBars(
      performance({ tenMinutes: Uint32Array.of(0, 3, 0, 0, 0, 12), peakPer10Min: 12 }),
      FROM + 12 * PIECE_MS,
    );
    expect({ top, width, cut }).toEqual({ top: 15, width: 12, cut: null });
    expect(bars).toBe('M1.5 15V12M5.5 15V3');
  });

  test('of a flood are cut where the limit can still be seen, and the peak is said', () => {
    const flood = { from: FROM + PIECE_MS, to: null, activations: 600 };
    const drawn = rateBars(
      performance({ tenMinutes: Uint32Array.of(0, 600, 50, 0, 0, 0), peakPer10Min: 600, floods: [flood] }),
      FROM + 6 * PIECE_MS,
    );
    expect(drawn).toMatchObject({ top: 40, cut: { at: 1.5, peak: 600 }, floods: [{ at: 1, width: 5 }] });
    expect(drawn.bars).toBe('M1.5 40V0M2.5 40V0');
  });
});
