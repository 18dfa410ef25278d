/** What the board shows, and the ways back from it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { observable } from '../../../../../renderer/store/observable.ts';
import { FIRST_SETUP } from '../../../../../renderer/store/trend-setup.ts';
import { BoardTime } from '../../../../../renderer/trend/board/board-time.ts';
import { AUTO_RETURN_MS, type Follow, liveFor, showing } from '../../../../../renderer/trend/time/follow.ts';
import { turnableTimers } from '../../turnable-timers.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const PAST = { from: NOW - 10 * HOUR, to: NOW - 9 * HOUR };
const ENDS = new Map([['PT-1', [1, 2] as const]]);

let clock = turnableTimers();
let follow = observable<Follow>(liveFor(HOUR));
let trend = observable(FIRST_SETUP);
let time: BoardTime;

beforeEach(() => {
  clock = turnableTimers();
  follow = observable<Follow>(liveFor(HOUR));
  trend = observable(FIRST_SETUP);
  time = new BoardTime(
    { follow, client: { stationNow: () => NOW }, preferences: { trend } },
    clock.timers,
    () => undefined,
  );
});

const toPast = (window = PAST): void => time.move((before, moment) => showing(before, window, moment));

describe('a box', () => {
  test('zooms time and values in one step, and one step back undoes both', () => {
    time.zoomTo({ window: PAST, ends: ENDS });
    expect(follow.get().held).toEqual(PAST);
    expect(time.zoomed.get('PT-1')).toEqual([1, 2]);
    time.stepBack();
    expect(follow.get().held).toBeNull();
    expect(time.zoomed.size).toBe(0);
  });

  test('in a box zooms on, and steps lead back one by one', () => {
    time.zoomTo({ window: PAST, ends: ENDS });
    const inner = { from: PAST.from + HOUR / 4, to: PAST.from + HOUR / 2 };
    time.zoomTo({ window: inner, ends: new Map([['FI-1', [5, 6] as const]]) });
    expect([...time.zoomed.keys()]).toEqual(['PT-1', 'FI-1']);
    time.stepBack();
    expect([...time.zoomed.keys()]).toEqual(['PT-1']);
    expect(follow.get().held).toEqual(PAST);
  });

  test('of values alone leaves the time as it is, and an empty one is no step', () => {
    time.zoomTo({ window: null, ends: ENDS });
    expect(follow.get().held).toBeNull();
    expect(time.zoomed.size).toBe(1);
    time.zoomTo({ window: null, ends: new Map() });
    time.stepBack();
    expect(time.canStepBack).toBe(false);
  });
});

test('live shows all values again, and so does the way back where there is no step', () => {
  time.zoomTo({ window: PAST, ends: ENDS });
  time.goLive();
  expect(time.zoomed.size).toBe(0);
  expect(time.canStepBack).toBe(false);
  toPast();
  time.goLive();
  time.stepBack();
  expect(follow.get().held).toBeNull();
});

test('history goes back to live by itself ten minutes after the last input', () => {
  toPast();
  clock.advance(AUTO_RETURN_MS - 1);
  time.everySecond();
  expect(follow.get().held).not.toBeNull();
  time.touched();
  clock.advance(AUTO_RETURN_MS - 1);
  time.everySecond();
  expect(follow.get().held).not.toBeNull();
  clock.advance(1);
  time.everySecond();
  expect(follow.get().held).toBeNull();
});

test('the span that is shown while live is kept', () => {
  time.move(before => ({ ...before, spanMs: 8 * HOUR }));
  expect(trend.get().spanMs).toBe(8 * HOUR);
});

test('of the spans that a turning wheel goes through the first is kept, and the last when it rests', () => {
  const kept: number[] = [];
  trend.subscribe(() => void kept.push(trend.get().spanMs));
  for (let turn = 1; turn <= 20; turn++) {
    time.move(before => ({ ...before, spanMs: HOUR + turn }));
    clock.advance(16);
  }
  expect(kept).toEqual([HOUR + 1]);
  clock.advance(1_000);
  expect(kept).toEqual([HOUR + 1, HOUR + 20]);
});
