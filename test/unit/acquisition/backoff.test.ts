/** Waiting times between attempts. */
import { describe, expect, it } from 'vitest';
import { backoffMs, mostWaitMs } from '../../../main/acquisition/backoff.ts';
import { DEVICE_CAUSES } from '../../../shared/model/device.ts';

describe('backoffMs', () => {
  it('does not wait before the first attempt, then doubles from 1 s to the bound', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 1e9].map(failures => backoffMs(failures, 30_000, () => 0));
    expect(longest).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoffMs(99, 8_000, () => 0)).toBe(8_000);
    expect(backoffMs(-1, 8_000)).toBe(0);
  });

  it('is shortened by up to a fifth, never lengthened, so that the bound is one', () => {
    expect(backoffMs(1, 8_000, () => 1)).toBe(800);
    const waits = Array.from({ length: 500 }, () => backoffMs(9, 30_000));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(24_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    expect(new Set(waits).size).toBeGreaterThan(100);
  });
});

describe('mostWaitMs', () => {
  it('keeps a device that only has to come back within 10 s, and one that refuses us at 30 s', () => {
    const patient = DEVICE_CAUSES.filter(cause => mostWaitMs(cause) === 30_000);
    expect(patient).toEqual(['reset', 'closed', 'certificate-untrusted', 'access-denied', 'no-secret', 'internal']);
    for (const cause of DEVICE_CAUSES)
      expect(mostWaitMs(cause)).toBeLessThanOrEqual(patient.includes(cause) ? 30_000 : 8_000);
  });
});
