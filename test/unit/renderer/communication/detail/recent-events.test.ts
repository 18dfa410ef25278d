import { expect, test } from 'vitest';
import { eventsOf } from '../../../../../renderer/communication/detail/recent-events.ts';
import type { StationEvent } from '../../../../../shared/model/event.ts';

const event = (sequence: number, source: string): StationEvent => ({
  sequence,
  time: sequence,
  kind: 'device',
  source,
  text: { zh: '', en: '' },
});

test('the events of a device and of its channel are told, newest first, and no others', () => {
  const events = [event(1, 'UPS'), event(2, 'CP'), event(3, 'rs485'), event(4, 'PT-1101')];
  const told = eventsOf(events, { device: 'UPS', channel: 'rs485' });
  expect(told.map(e => e.sequence)).toEqual([3, 1]);
});

test('only the last few are told', () => {
  const events = Array.from({ length: 20 }, (_, i) => event(i, 'UPS'));
  expect(eventsOf(events, { device: 'UPS', channel: 'rs485' }).map(e => e.sequence)).toEqual([
    19, 18, 17, 16, 15, 14, 13, 12,
  ]);
});
