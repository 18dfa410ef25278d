/** The line of the last hour: it is drawn where somebody answered, and nowhere else. */
import { expect, test } from 'vitest';
import { maskedByState, topOf } from '../../../../../renderer/communication/devices/round-trips.ts';
import { DEVICE_STATES } from '../../../../../shared/model/device.ts';

const at = (state: (typeof DEVICE_STATES)[number]): number => DEVICE_STATES.indexOf(state);

test('a round trip that the station only remembers is no round trip', () => {
  const roundTrips = { t: [10, 20, 30, 40, 50], v: [3, 3, 3, 3, 4] };
  const states = { t: [10, 20, 40], v: [at('online'), at('offline'), at('degraded')] };
  expect(maskedByState(roundTrips, states).v).toEqual([3, Number.NaN, Number.NaN, 3, 4]);
});

test('nothing is drawn while the state is not known', () => {
  expect(maskedByState({ t: [10, 20], v: [3, 3] }, { t: [15], v: [Number.NaN] }).v).toEqual([Number.NaN, Number.NaN]);
  expect(maskedByState({ t: [10], v: [3] }, { t: [], v: [] }).v).toEqual([Number.NaN]);
});

test('the scale ends at the largest value of the window and is never empty', () => {
  expect(topOf({ t: [0, 10, 20], v: [99, 5, Number.NaN] }, 10)).toBe(5);
  expect(topOf({ t: [], v: [] }, 0)).toBe(1);
});
