/** What is looked for in the event view, and how a difference in time reads. */
import { describe, expect, test } from 'vitest';
import { differenceText } from '../../../../renderer/events/difference-text.ts';
import {
  type EventForm,
  formAround,
  instantText,
  LIVE_EVENTS,
  queryOf,
  withKind,
  withSpan,
} from '../../../../renderer/events/event-form.ts';
import { EVENT_KINDS } from '../../../../shared/model/event.ts';
import { zoneClock } from '../../../../shared/time/zone.ts';

const zone = zoneClock('Asia/Shanghai');
/** 14:00 at the station. */
const NOW = Date.UTC(2026, 10, 22, 6);
const MINUTE_MS = 60_000;
const HISTORY: EventForm = { ...LIVE_EVENTS, isLive: false };
const filterOf = (form: EventForm) => {
  const query = queryOf(form, NOW, zone);
  return query.kind === 'filter' ? query.filter : query.kind;
};

describe('the event view', () => {
  test('live goes back an hour and has whatever comes', () => {
    expect(filterOf(LIVE_EVENTS)).toEqual({ from: NOW - 60 * MINUTE_MS, to: 8.64e15 });
  });

  test('around an event has the five minutes before and after to the millisecond, of every class', () => {
    const form = formAround({ at: NOW - 123, alarm: 'PT-1303/HH', sequence: 7 });
    expect(filterOf(form)).toEqual({ from: NOW - 123 - 5 * MINUTE_MS, to: NOW - 123 + 5 * MINUTE_MS });
    expect(filterOf({ ...form, margin: 1 })).toMatchObject({ to: NOW - 123 + MINUTE_MS });
    expect(instantText(form, zone)).toBe('2026-11-22 13:59:59');
  });

  test('around a typed instant knows its seconds, and says when it is no time', () => {
    const form: EventForm = { ...HISTORY, span: 'around', at: '2026/11/22 14:20:05' };
    expect(filterOf(form)).toMatchObject({ from: Date.UTC(2026, 10, 22, 6, 15, 5) });
    expect(filterOf({ ...form, at: 'noon' })).toBe('at');
    expect(filterOf({ ...HISTORY, span: 'around' })).toBe('at');
  });

  test('over a typed span says which end is no time, and which order is none', () => {
    const typed = (from: string, to: string) => filterOf({ ...HISTORY, span: 'typed', from, to });
    expect(typed('2026-11-22 08:00', '2026-11-22 09:00')).toMatchObject({ from: Date.UTC(2026, 10, 22, 0) });
    expect([typed('x', ''), typed('2026-11-22', 'x'), typed('2026-11-22', '2026-11-21')]).toEqual([
      'from',
      'to',
      'order',
    ]);
  });

  test('asks for classes, tags, area, person and text as they are filled in', () => {
    const form: EventForm = {
      ...HISTORY,
      kinds: ['clock'],
      tag: 'pt-1，ＴＴ-2',
      area: '1300',
      who: ' 王 ',
      text: ' 强制 ',
    };
    expect(filterOf(form)).toMatchObject({
      kinds: ['clock'],
      names: ['pt-1', 'TT-2'],
      areas: ['1300'],
      who: '王',
      text: '强制',
    });
  });

  test('another span leaves live, and the fields of a typed one begin as now', () => {
    const moment = { now: NOW, zone };
    expect(withSpan(LIVE_EVENTS, 'day', moment)).toMatchObject({ isLive: false, span: 'day' });
    expect(withSpan(LIVE_EVENTS, 'typed', moment)).toMatchObject({
      from: '2026-11-22 13:00:00',
      to: '2026-11-22 14:00:00',
    });
    expect(withSpan(LIVE_EVENTS, 'around', moment)).toMatchObject({ at: '2026-11-22 14:00:00' });
  });

  test('classes are added and taken away, and all of them is the same as none', () => {
    const one = withKind(LIVE_EVENTS, 'clock', EVENT_KINDS);
    expect(one.kinds).toEqual(['clock']);
    expect(withKind(withKind(one, 'alarm', EVENT_KINDS), 'clock', EVENT_KINDS).kinds).toEqual(['alarm']);
    expect(EVENT_KINDS.reduce((form, kind) => withKind(form, kind, EVENT_KINDS), LIVE_EVENTS).kinds).toEqual([]);
  });
});

test.each([
  [0, '0'],
  [250, '+0.250 s'],
  [-12_000, '−12.000 s'],
  [59_999, '+59.999 s'],
  [185_250, '+3:05.250'],
  [-93_600_000, '−26:00:00'],
])('%i ms reads %s', (ms, text) => {
  expect(differenceText(ms)).toBe(text);
});
