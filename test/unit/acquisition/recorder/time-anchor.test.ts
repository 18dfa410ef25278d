/** Times of frames: in order whatever is done to the clock, and a step of it is seen. */
import { expect, it } from 'vitest';
import { TimeAnchor } from '../../../../main/acquisition/recorder/time-anchor.ts';
import { HandClock } from '../../support/hand-clock.ts';

it('counts µs from the wall clock as it was once', () => {
  const clock = new HandClock();
  const anchor = new TimeAnchor(clock);
  const began = clock.monotonic();
  expect(anchor.timeUs(began)).toBe(clock.wallMs * 1_000);
  expect(anchor.timeUs(began + 0.25)).toBe(clock.wallMs * 1_000 + 250);
});

it.each([
  -86_400_000, -200, 200, 3_600_000,
])('goes on through a step of %i ms, tells it, and follows when told to', step => {
  const clock = new HandClock();
  const anchor = new TimeAnchor(clock);
  const before = anchor.timeUs(clock.monotonic());
  clock.wallMs += step;
  clock.advance(1_000);
  expect(anchor.timeUs(clock.monotonic())).toBe(before + 1_000_000);
  expect(anchor.step()).toBe(step);
  anchor.follow();
  expect(anchor.step()).toBe(0);
  expect(anchor.timeUs(clock.monotonic())).toBe(clock.wallMs * 1_000);
});

it('takes drift below a tenth of a second for none', () => {
  const clock = new HandClock();
  const anchor = new TimeAnchor(clock);
  clock.wallMs += 99;
  expect(anchor.step()).toBe(0);
});

it('takes no step from two readings that lie apart', () => {
  const clock = new HandClock();
  const anchor = new TimeAnchor(clock);
  const now = clock.now.bind(clock);
  // The process is held up between the reading of one clock and of the other.
  clock.now = () => {
    clock.advance(300);
    return now();
  };
  expect(anchor.step()).toBe(0);
});
