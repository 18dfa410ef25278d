import { describe, expect, test } from 'vitest';
import { ClockOffset } from '../../../../main/acquisition/drivers/opcua/client/clock-offset.ts';
import { SourceClock } from '../../../../main/acquisition/drivers/opcua/values/source-clock.ts';

describe('clock offset', () => {
  test('is the server time less the middle of the round trip, and unknown before three answers', () => {
    const offset = new ClockOffset();
    offset.add(1_000_500, 1_000_000, 1_000_200);
    offset.add(1_000_500, 1_000_000, 1_000_200);
    expect(offset.medianMs).toBeNaN();
    offset.add(1_000_500, 1_000_000, 1_000_200);
    expect(offset.medianMs).toBe(400);
  });

  test('is not moved by a few slow answers, nor by answers without a time', () => {
    const offset = new ClockOffset();
    for (let at = 0; at < 9; at++) offset.add(at + 7_200_000, at, at);
    for (let at = 0; at < 4; at++) offset.add(at + 7_200_000, at - 60_000, at);
    offset.add(Date.UTC(1601, 0, 1), 0, 0);
    offset.add(Number.NaN, 0, 0);
    expect(offset.medianMs).toBe(7_200_000);
  });

  test('follows when a clock is set right', () => {
    const offset = new ClockOffset();
    for (let at = 0; at < 40; at++) offset.add(at + 7_200_000, at, at);
    for (let at = 0; at < 11; at++) offset.add(at, at, at);
    expect(offset.medianMs).toBe(0);
  });
});

describe('source clock', () => {
  test('says once that the clock is wrong and by how much, and once that it is right again', () => {
    const clock = new SourceClock(60_000);
    expect(clock.offsetMs).toBeNull();
    expect([clock.observe(Number.NaN), clock.observe(59_000), clock.isWrong]).toEqual([false, false, false]);
    expect([clock.observe(7_200_000), clock.observe(7_200_100)]).toEqual([true, false]);
    expect(clock.detail).toBe("the server's clock is 2 h 0 min ahead of ours, its times are not used");
    expect(clock.observe(58_000)).toBe(false);
    expect([clock.observe(1_000), clock.isWrong, clock.detail]).toEqual([true, false, '']);
    clock.observe(-90_500);
    expect(clock.detail).toContain('1 min 30 s behind');
    expect(clock.offsetMs).toBe(-90_500);
  });

  test('forgets the old server when the connection is gone', () => {
    const clock = new SourceClock(60_000);
    clock.observe(7_200_000);
    clock.reset();
    expect([clock.offsetMs, clock.isWrong, clock.timeOf(5, 9)]).toEqual([null, false, 5]);
  });
});
