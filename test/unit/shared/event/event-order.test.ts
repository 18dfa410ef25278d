/** The order of events: by source time, with what cannot be known marked. */
import { describe, expect, it } from 'vitest';
import { orderedEvents, spanOfEvent } from '../../../../shared/event/event-order.ts';
import { uncertaintyText } from '../../../../shared/event/event-texts.ts';
import type { AlarmOfEvent, StationEvent, TimeUncertainty } from '../../../../shared/model/event.ts';

const scan = (earlierMs: number): TimeUncertainty => ({ earlierMs, laterMs: 0, from: 'scan' });
const device = (ms: number): TimeUncertainty => ({ earlierMs: ms, laterMs: ms, from: 'device' });

let sequence = 0;
const event = (time: number, over: Partial<StationEvent> = {}): StationEvent => ({
  ...{ sequence: ++sequence, time, kind: 'alarm', source: `S${time}`, text: { zh: '事', en: 'event' } },
  ...over,
});
const raise = (time: number, source: string, alarm: Partial<AlarmOfEvent>, uncertainty = scan(100)): StationEvent =>
  event(time, {
    source,
    uncertainty,
    alarm: { priority: 1, event: 'raise', isHidden: false, isFirstOut: false, group: 'ESD', ...alarm },
  });
const groupsOf = (events: readonly StationEvent[]) => orderedEvents(events).map(line => [line.event.time, line.group]);

describe('the order of events', () => {
  it('is that of their sources, newest first, however late the station heard of them', () => {
    const late = event(100, { received: 900 });
    expect(orderedEvents([event(300), late, event(200)]).map(line => line.event.time)).toEqual([300, 200, 100]);
  });

  it('is that in which the station heard of them where the times are the same', () => {
    const [a, b, c] = [event(5, { received: 7 }), event(5, { received: 6 }), event(5, { received: 7 })];
    expect(orderedEvents([a, b, c]).map(line => line.event)).toEqual([c, a, b]);
  });

  it('is certain between two scans, and between what the station saw itself', () => {
    expect(groupsOf([event(1_000, { uncertainty: scan(500) }), event(1_500, { uncertainty: scan(500) })])).toEqual([
      [1_500, null],
      [1_000, null],
    ]);
    expect(groupsOf([event(1), event(2)])).toEqual([
      [2, null],
      [1, null],
    ]);
  });

  it('cannot be told within one scan, nor against what happened in the middle of it', () => {
    const seen = [event(1_000, { uncertainty: scan(500) }), event(1_000, { uncertainty: scan(500) }), event(700)];
    expect(groupsOf(seen).map(([, group]) => group)).toEqual([0, 0, 0]);
    expect(groupsOf([event(1_000, { uncertainty: scan(500) }), event(400)])[1]).toEqual([400, null]);
  });

  it('is numbered group by group, and one that has the clock of a device reaches either way', () => {
    const events = [
      event(1_000, { uncertainty: scan(10) }),
      event(995, { uncertainty: scan(10) }),
      event(2_000, { uncertainty: device(30) }),
      event(2_050, { uncertainty: device(30) }),
      event(3_000, { uncertainty: device(30) }),
    ];
    expect(groupsOf(events)).toEqual([
      [3_000, null],
      [2_050, 1],
      [2_000, 1],
      [1_000, 0],
      [995, 0],
    ]);
    expect(spanOfEvent(event(2_000, { uncertainty: device(30) }))).toEqual([1_970, 2_030]);
  });

  it('names the first out, and says when another of its group may have been first', () => {
    const alone = [raise(1_000, 'A', { isFirstOut: true }), raise(1_500, 'B', {})];
    expect(orderedEvents(alone).map(line => line.firstOut)).toEqual([null, 'certain']);
    const close = [raise(1_000, 'A', { isFirstOut: true }), raise(1_050, 'B', {})];
    expect(orderedEvents(close).map(line => line.firstOut)).toEqual([null, 'uncertain']);
    const others = [raise(1_000, 'A', { isFirstOut: true }), raise(1_050, 'B', { group: 'OTHER' })];
    expect(orderedEvents(others).map(line => line.firstOut)).toEqual([null, 'certain']);
  });

  it('of ten thousand events within one scan each is found in time', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => event(i * 100, { uncertainty: scan(100) }));
    expect(orderedEvents(many).every(line => line.group === null)).toBe(true);
  });
});

it('prints how far off a time may be', () => {
  expect(
    [undefined, scan(1_000), device(5), { earlierMs: 205, laterMs: 4.2, from: 'device' } as const].map(uncertaintyText),
  ).toEqual(['', '−1000', '±5', '−205/+5']);
  expect(uncertaintyText({ earlierMs: 0, laterMs: 0, from: 'unknown' })).toBe('?');
});
