/** Lost devices of a line are looked for, and the others keep nine tenths of its time. */
import { expect, it } from 'vitest';
import { probeWaitMs } from '../../../../../main/acquisition/drivers/modbus/poll/probe-wait.ts';

const line = (...lost: readonly boolean[]) => lost.map(isLost => ({ isLost }));

it('leaves the others nine tenths of the time, and looks for each every 30 s at least', () => {
  expect(probeWaitMs(line(true, false), 1_000)).toBe(10_000);
  expect(probeWaitMs(line(true, true, false), 500)).toBe(10_000);
  expect(probeWaitMs(line(true, true, true, true, false), 1_000)).toBe(30_000);
  expect(probeWaitMs(line(false, false), 1_000)).toBe(0);
});

it('makes nobody wait who is alone', () => {
  expect(probeWaitMs(line(true), 1_000)).toBe(0);
});
