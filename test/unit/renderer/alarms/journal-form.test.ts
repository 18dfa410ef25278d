import { describe, expect, test } from 'vitest';
import { FIRST_JOURNAL, queryOf, typedSpan } from '../../../../renderer/alarms/journal/journal-form.ts';
import { holdChoices, holdEnd, lengthText } from '../../../../renderer/dialogs/alarms/hold-end.ts';
import { zoneClock } from '../../../../shared/time/zone.ts';

const zone = zoneClock('Asia/Shanghai');
/** 14:00 at the station. */
const NOW = Date.UTC(2026, 10, 22, 6);
const HOUR_MS = 3_600_000;

describe('a search of the journal', () => {
  test('asks for what was filled in and for nothing else', () => {
    expect(queryOf(FIRST_JOURNAL, NOW, zone)).toEqual({
      kind: 'filter',
      filter: { from: NOW - 24 * HOUR_MS, to: NOW + 60_000 },
    });
    const form = {
      ...FIRST_JOURNAL,
      tag: 'pt-1303，ＴＴ-1101',
      area: '1300',
      priorities: [1] as const,
      who: ' 王 ',
      text: '关闭',
      isCallsOnly: true,
    };
    expect(queryOf(form, NOW, zone)).toMatchObject({
      filter: {
        names: ['pt-1303', 'TT-1101'],
        areas: ['1300'],
        priorities: [1],
        who: '王',
        text: '关闭',
        events: ['raise', 're-alarm'],
      },
    });
  });

  test('takes times of the station as people type them', () => {
    const typed = (from: string, to: string) => queryOf({ ...FIRST_JOURNAL, span: 'typed', from, to }, NOW, zone);
    const eight = Date.UTC(2026, 10, 22, 0);
    expect(typed('2026-11-22 8:00', '2026/11/22 14:00')).toMatchObject({ filter: { from: eight, to: NOW } });
    expect(typed('２０２６年11月22日 08:00', '')).toMatchObject({ filter: { from: eight, to: NOW + 60_000 } });
    expect(typed('2026-11-22', '')).toMatchObject({ filter: { from: eight - 8 * HOUR_MS } });
    for (const from of [
      '11-22 8:00',
      '11月22日08:00',
      '11-22 8 am',
      '2026.11.22 上午8点',
      '20261122 0800',
      '2026-11-22T08:00',
    ]) {
      expect([from, typed(from, '')]).toMatchObject([from, { filter: { from: eight } }]);
    }
    expect(typed('11-21 24:00', '11-22 24:00')).toMatchObject({
      filter: { from: eight - 8 * HOUR_MS, to: eight + 16 * HOUR_MS },
    });
  });

  test('that cannot be understood is not made, and says which part it was', () => {
    const typed = (from: string, to: string) => queryOf({ ...FIRST_JOURNAL, span: 'typed', from, to }, NOW, zone).kind;
    expect(typed('yesterday', '')).toBe('from');
    expect(typed('2026-02-30 08:00', '')).toBe('from');
    expect(typed('2026-11-22', 'noon')).toBe('to');
    expect(typed('2026-11-22 10:00', '2026-11-22 09:00')).toBe('order');
  });

  test('begins to be typed as the span that was chosen before', () => {
    expect(typedSpan({ ...FIRST_JOURNAL, span: 'hour' }, NOW, zone)).toEqual({
      from: '2026-11-22 13:00',
      to: '2026-11-22 14:00',
    });
  });
});

describe('the end of shelving', () => {
  test('offers no length that the priority does not allow, and the end of the shift only when it is near enough', () => {
    const keys = (longestMs: number) =>
      holdChoices(longestMs, NOW, zone).map(choice => (choice.kind === 'length' ? lengthText(choice.ms) : choice.kind));
    expect(keys(4 * HOUR_MS)).toEqual(['30 min', '1 h', '2 h', '4 h', 'at']);
    expect(keys(12 * HOUR_MS)).toEqual(['30 min', '1 h', '2 h', '4 h', '8 h', '12 h', 'shift', 'at']);
    expect(keys(720 * HOUR_MS)).toEqual(['8 h', '12 h', '1 d', '3 d', '7 d', '30 d', 'shift', 'at']);
  });

  test('that is typed must lie ahead and within what is allowed', () => {
    const typed = (time: string) =>
      holdEnd({ choice: { kind: 'at' }, date: '2026-11-22', time }, NOW, { longestMs: 4 * HOUR_MS, zone });
    expect(typed('16:00')).toEqual({ kind: 'end', at: NOW + 2 * HOUR_MS });
    expect(typed('13:00').kind).toBe('passed');
    expect(typed('20:00').kind).toBe('too-long');
    expect(typed('later').kind).toBe('no-time');
    expect(typed('3:30 pm')).toEqual({ kind: 'end', at: NOW + 1.5 * HOUR_MS });
    const midnight = { choice: { kind: 'at' }, date: '11月22日', time: '24:00' } as const;
    expect(holdEnd(midnight, NOW, { longestMs: 12 * HOUR_MS, zone })).toEqual({ kind: 'end', at: NOW + 10 * HOUR_MS });
  });
});
