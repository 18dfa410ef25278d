/**
 * The round trip of the last hour as it may be drawn. Pure. The station's own tag keeps its last median while the device is
 * lost; drawn on, it would be a line where nobody answered. So the state of the device decides where there is a line.
 */
import { DEVICE_STATES } from '../../../shared/model/device.ts';
import { firstAtOrAfter } from '../../../shared/time/first-at-or-after.ts';
import type { Points } from '../../trend/small/decimate.ts';
import { isCommunicating } from './device-figures.ts';

/** `roundTrips` with no number wherever `states` (places in DEVICE_STATES) does not say that the device communicates. */
export function maskedByState(roundTrips: Points, states: Points): Points {
  const isHeardAt = (time: number): boolean => {
    const next = firstAtOrAfter(states.t, time + 1e-9);
    const state = DEVICE_STATES[states.v[next - 1] ?? Number.NaN];
    return state !== undefined && isCommunicating(state);
  };
  return {
    t: roundTrips.t,
    v: roundTrips.v.map((value, i) => (isHeardAt(roundTrips.t[i] ?? Number.NaN) ? value : Number.NaN)),
  };
}

/** Top of the scale, ms: the largest value since `from`, and never nothing. The bottom is 0, so that a calm line lies low. */
export function topOf({ t, v }: Points, from: number): number {
  let top = 0;
  t.forEach((time, i) => {
    const value = v[i] ?? Number.NaN;
    if (time >= from && value > top) top = value;
  });
  return top === 0 ? 1 : top;
}
