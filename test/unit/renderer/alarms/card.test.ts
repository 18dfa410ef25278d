import { describe, expect, test } from 'vitest';
import { spanText, stepsOf } from '../../../../renderer/alarms/alarm-texts.ts';
import { clearsAt, delayText, responseLeft } from '../../../../renderer/alarms/card/clears.ts';
import { diagramOf } from '../../../../renderer/alarms/card/diagram/diagram-layout.ts';
import { activationsOf } from '../../../../renderer/alarms/card/history/activations.ts';
import { linePath, rangeFor } from '../../../../renderer/alarms/card/trend/card-line.ts';
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';

let sequence = 0;
const row = (event: AlarmJournalRow['event'], time: number, who: string | null = null): AlarmJournalRow => ({
  sequence: ++sequence,
  time,
  received: time,
  id: 'A/H',
  tag: 'A',
  priority: 1,
  area: '1300',
  event,
  from: 'NORMAL',
  to: 'UNACK',
  value: 0.424,
  limit: 0.42,
  who,
  where: null,
  comment: '',
  isHidden: false,
  isFirstOut: false,
  isAnnounced: event === 'raise',
  activations: event === 'raise' ? 1 : 0,
});

describe('the last activations', () => {
  test('tell how long each lasted and after what time who acknowledged it, newest first', () => {
    const rows = [row('raise', 0), row('clear', 5_000), row('acknowledge', 9_000, '王海涛'), row('raise', 20_000)];
    const [last, first] = activationsOf(rows.toReversed(), 10);
    expect(last).toMatchObject({ at: 20_000, isActive: true, lastedMs: null, acknowledgedAfterMs: null });
    expect(first).toMatchObject({ at: 0, isActive: false, lastedMs: 5_000, acknowledgedAfterMs: 9_000, who: '王海涛' });
  });

  test('are ten at most, and rows before the first call belong to none', () => {
    const rows = [row('clear', 0), row('acknowledge', 1, 'x')];
    expect(activationsOf(rows.toReversed(), 10)).toEqual([]);
    const many = Array.from({ length: 12 }, (_, i) => [row('raise', i * 10), row('clear', i * 10 + 5)]).flat();
    expect(activationsOf(many.toReversed(), 10).map(a => a.at)).toEqual([110, 100, 90, 80, 70, 60, 50, 40, 30, 20]);
  });
});

describe('what the card says of an alarm', () => {
  test('clears below a high limit and above a low one, by the deadband', () => {
    expect(clearsAt({ kind: 'HH', limit: 0.42, deadband: 0.02 })).toEqual({ side: '<', at: 0.42 - 0.02 });
    expect(clearsAt({ kind: 'L', limit: 10, deadband: 1 })).toEqual({ side: '>', at: 11 });
    expect(clearsAt({ kind: 'ON', limit: 1, deadband: null })).toBeNull();
    expect(clearsAt({ kind: 'H', limit: null, deadband: 1 })).toBeNull();
  });

  test('delays are one number where coming and going are alike', () => {
    expect(delayText({ onDelayMs: 2_000, offDelayMs: 2_000 })).toBe('2 s');
    expect(delayText({ onDelayMs: 500, offDelayMs: 5_000 })).toBe('0.5 / 5 s');
  });

  test('the time to respond runs while the condition is there, and never below nothing', () => {
    const alarm = { process: 'alarm', raisedAt: 0, timeToRespondS: 60 } as const;
    expect(responseLeft(alarm, 45_000)).toEqual({ share: 0.75, leftMs: 15_000, allMs: 60_000 });
    expect(responseLeft(alarm, 300_000)).toEqual({ share: 1, leftMs: 0, allMs: 60_000 });
    expect(responseLeft({ ...alarm, process: 'normal' }, 1)).toBeNull();
    expect(responseLeft({ ...alarm, timeToRespondS: null }, 1)).toBeNull();
  });

  test('the response is numbered, whether it was written with numbers or with semicolons', () => {
    expect(stepsOf('核对备路；隔离主路；仍上升则 ESD-2。')).toEqual(['核对备路', '隔离主路', '仍上升则 ESD-2']);
    expect(stepsOf('1. check the spare; 2. isolate the duty run')).toEqual(['check the spare', 'isolate the duty run']);
    expect(stepsOf('inspect 2 valves')).toEqual(['inspect 2 valves']);
    expect(stepsOf('')).toEqual([]);
  });

  test.each([
    [27_000, '0:27'],
    [4_475_000, '1:14:35'],
    [-5, '0:00'],
    [3 * 86_400_000, '3 d'],
  ])('%i ms reads %s', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });
});

describe('the state diagram', () => {
  test.each([408, 568])('holds its boxes %i px wide, none over another, for both sorts of alarm', width => {
    for (const isLatching of [false, true]) {
      const { boxes } = diagramOf(isLatching, width);
      for (const box of boxes) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        for (const other of boxes) {
          if (other === box) continue;
          const isApart = Math.abs(box.x - other.x) >= box.width || Math.abs(box.y - other.y) >= box.height;
          expect(isApart, `${box.name} ${other.name}`).toBe(true);
        }
      }
    }
  });

  test('shows the states that the alarm can be in, and every arrow between two of them', () => {
    const names = (isLatching: boolean) => diagramOf(isLatching, 530).boxes.map(box => box.name);
    expect(names(false)).toEqual(['NORMAL', 'UNACK', 'ACK', 'RTN_UNACK', 'SHELVED', 'SUPPRESSED', 'OOS']);
    expect(names(true)).toContain('LATCH_ACK');
    expect(names(true)).not.toContain('RTN_UNACK');
    const steps = diagramOf(false, 530).arrows.map(({ edge }) => `${edge.from} ${edge.event} ${edge.to}`);
    expect(steps).toContain('UNACK acknowledge ACK');
    expect(steps).toContain('RTN_UNACK acknowledge NORMAL');
  });
});

describe('the trend of the card', () => {
  const scale = { low: 0, high: 1, from: 100, to: 0 };

  test('has room for every limit and every value, and one of a state from off to on', () => {
    const [low, high] = rangeFor({ t: [0], v: [0.36], isLive: true }, { LL: 0.28, HH: 0.42 });
    expect(low).toBeLessThan(0.28);
    expect(high).toBeGreaterThan(0.42);
    expect(rangeFor({ t: [0, 1], v: [0, 1], isLive: true }, {})).toEqual([-0.2, 1.2]);
  });

  test('holds a state until the next sample, and a live value up to now', () => {
    const series = { t: [0, 50], v: [0, 1], isLive: true };
    const plot = { from: 0, to: 100, x: 0, width: 100, scale };
    expect(linePath(series, { ...plot, isStepped: true })).toBe('M0.0 100.0L50.0 100.0L50.0 0.0L100.0 0.0L100.0 0.0');
    expect(linePath({ ...series, isLive: false }, { ...plot, isStepped: false })).toBe('M0.0 100.0L50.0 0.0');
  });
});
