/** Which alarms call for which emergency card. */
import { expect, test } from 'vitest';
import { callsOf } from '../../../../../renderer/support/procedures/calls.ts';
import { descriptionOf, statusOf } from '../../alarms/alarm-samples.ts';

const descriptions = new Map(
  [
    descriptionOf('PT-1303/HH', { card: 'E01' }),
    descriptionOf('PT-1302A/H', { card: 'E01' }),
    descriptionOf('GD-1801/H', { card: 'E03' }),
    descriptionOf('XA-1951/ON', { card: null }),
  ].map(description => [description.id, description]),
);

test('a card is called for by the alarms that name it and stand, by the worst of them', () => {
  const calls = callsOf(
    [
      statusOf('PT-1302A/H', { priority: 2 }),
      statusOf('PT-1303/HH', { priority: 1 }),
      statusOf('XA-1951/ON', { priority: 1 }),
      statusOf('GD-1801/H', { state: { process: 'normal', isAcknowledged: true } }),
    ],
    descriptions,
  );
  expect([...calls.keys()]).toEqual(['E01']);
  expect(calls.get('E01')).toMatchObject({ count: 2, mark: { id: 'PT-1303/HH', priority: 1 } });
});
