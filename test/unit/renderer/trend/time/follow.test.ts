/** Live and history: what moves with the clock, what stands still, and the way from one to the other. */
import { describe, expect, test } from 'vitest';
import {
  AUTO_RETURN_MS,
  about,
  type Follow,
  held,
  live,
  liveFor,
  panned,
  returnsInMs,
  showing,
  windowOf,
  withSpan,
  zoomed,
} from '../../../../../renderer/trend/time/follow.ts';

const HOUR = 3_600_000;
const now = 1_000 * HOUR;
const moment = { now, at: 5_000 };
const following = liveFor(HOUR);

describe('live', () => {
  test('ends at now and moves with it', () => {
    expect(windowOf(following, now)).toEqual({ from: now - HOUR, to: now });
    expect(windowOf(following, now + 7_000)).toEqual({ from: now + 7_000 - HOUR, to: now + 7_000 });
  });

  test('becomes history by panning into the past, and the window then stands still', () => {
    const past = panned(following, -HOUR / 2, moment);
    expect(past.held).toEqual({ from: now - 1.5 * HOUR, to: now - HOUR / 2 });
    expect(windowOf(past, now + HOUR)).toEqual(past.held);
  });

  test('stays live when the hand moves into the future, where there is nothing', () => {
    expect(panned(following, HOUR, moment).held).toBeNull();
  });

  test('stays live by zooming about its end, with the other span', () => {
    const near = zoomed(following, { factor: 0.5, about: now }, moment);
    expect(near.held).toBeNull();
    expect(near.spanMs).toBe(HOUR / 2);
  });

  test('becomes history by zooming about a point of the past', () => {
    expect(zoomed(following, { factor: 0.5, about: now - HOUR / 2 }, moment).held).toEqual({
      from: now - 0.75 * HOUR,
      to: now - 0.25 * HOUR,
    });
  });

  test('can be held where it is', () => {
    expect(held(following, moment).held).toEqual({ from: now - HOUR, to: now });
  });
});

describe('a moment that is gone to', () => {
  test('is in the middle of the window, whose span stays', () => {
    expect(about(following, now - 100 * HOUR, moment)).toEqual({
      spanMs: HOUR,
      held: { from: now - 100.5 * HOUR, to: now - 99.5 * HOUR },
      inputAt: moment.at,
    });
  });

  test('is history also where it is near to now, and nothing of the future is shown', () => {
    expect(about(following, now - HOUR / 4, moment).held).toEqual({ from: now - HOUR, to: now });
  });
});

describe('history', () => {
  const past: Follow = { spanMs: HOUR, held: { from: now - 10 * HOUR, to: now - 9 * HOUR }, inputAt: 0 };

  test('keeps the point under the pointer where it is while zooming', () => {
    const about = now - 9.75 * HOUR;
    const { from, to } = windowOf(zoomed(past, { factor: 3, about }, moment), now);
    expect(to - from).toBeCloseTo(3 * HOUR, 3);
    expect((about - from) / (to - from)).toBeCloseTo(0.25, 9);
  });

  test('is live again when it is moved up to now', () => {
    expect(panned(past, 9 * HOUR, moment).held).toBeNull();
    expect(panned(past, 8.98 * HOUR, moment).held).not.toBeNull();
  });

  test('never shows the future: zooming out past now is live with the longer span', () => {
    const wide = zoomed(past, { factor: 40, about: now - 9.5 * HOUR }, moment);
    expect(wide.held).toBeNull();
    expect(wide.spanMs).toBe(40 * HOUR);
  });

  test('keeps the span that live comes back with', () => {
    const zoomedIn = zoomed(past, { factor: 0.1, about: now - 9.5 * HOUR }, moment);
    expect(live(zoomedIn, moment)).toMatchObject({ spanMs: HOUR, held: null });
  });

  test('takes another span from the buttons about its middle', () => {
    expect(withSpan(past, 2 * HOUR, moment).held).toEqual({ from: now - 10.5 * HOUR, to: now - 8.5 * HOUR });
    expect(withSpan(past, HOUR / 2, moment).held).toEqual({ from: now - 9.75 * HOUR, to: now - 9.25 * HOUR });
  });

  test('ends now where another span would reach into the future', () => {
    expect(withSpan(past, 100 * HOUR, moment).held).toEqual({ from: now - 100 * HOUR, to: now });
  });

  test('ends by itself ten minutes after the last input, and tells how long that is', () => {
    const moved = panned(past, -HOUR, { now, at: 1_000 });
    expect(returnsInMs(moved, 61_000)).toBe(9 * 60_000);
    expect(returnsInMs(moved, 1_000 + AUTO_RETURN_MS)).toBe(0);
    expect(returnsInMs(following, 1_000 + AUTO_RETURN_MS)).toBeNull();
  });

  test('is neither shorter than samples nor longer than a station remembers', () => {
    const spanOf = (follow: Follow) => windowOf(follow, now).to - windowOf(follow, now).from;
    expect(spanOf(zoomed(past, { factor: 1e-9, about: now - 9.5 * HOUR }, moment))).toBeCloseTo(10_000, 3);
    expect(spanOf(showing(past, { from: now - 1e15, to: now }, moment))).toBe(10 * 365 * 24 * HOUR);
  });
});
