/** The data of the board against a scripted historian: what is asked when, and what is made of the answers. */
import { beforeEach, describe, expect, test } from 'vitest';
import { BoardData } from '../../../../../renderer/trend/board/board-data.ts';
import { seenOf } from '../../../../../renderer/trend/board/pen-data.ts';
import { Steps } from '../../../../../renderer/trend/board/steps.ts';
import { type Follow, liveFor } from '../../../../../renderer/trend/time/follow.ts';
import type { TrendWish } from '../../../../../renderer/trend/time/trend-loader.ts';
import type { TrendSeries } from '../../../../../shared/model/history.ts';
import { GOOD } from '../../../../../shared/model/quality.ts';
import { turnableTimers } from '../../turnable-timers.ts';
import { bucketSeries, sampleSeries } from '../lines/made-series.ts';
import { tagOf } from '../pens/made-tags.ts';

const HOUR = 3_600_000;
const now = 1_000 * HOUR;
const view = { from: now - 101 * HOUR, to: now - 100 * HOUR };
const screen = { widthPx: 1_000, now };
const pen = (name: string, slot = 0) => ({ slot, tag: tagOf(name), isHidden: false });
const settle = () => new Promise<void>(resolve => setImmediate(resolve));

let clock = turnableTimers();
let wishes: TrendWish[] = [];
let answerOf: (wish: TrendWish) => readonly TrendSeries[];
let data: BoardData;

beforeEach(() => {
  clock = turnableTimers();
  wishes = [];
  answerOf = ({ tags }) => tags.map(tag => ({ ...sampleSeries([[view.from, 1]]), tag }));
  data = new BoardData({
    read: async wish => {
      wishes.push(wish);
      return answerOf(wish);
    },
    timers: clock.timers,
    onNews: () => undefined,
  });
});

const follow = async (window = view): Promise<void> => {
  data.follow(window, screen);
  await settle();
  clock.advance(100);
};

describe('the data of the board', () => {
  test('asks for nothing without pens', async () => {
    await follow();
    expect(wishes).toHaveLength(0);
  });

  test('asks once for what is shown, and not again while it is enough', async () => {
    data.setPens([pen('A'), pen('B', 1)]);
    for (let frame = 0; frame < 5; frame++) await follow();
    expect(wishes).toHaveLength(1);
    expect(wishes[0]?.tags).toEqual(['A', 'B']);
  });

  test('does not ask the same again while the answer is on its way', () => {
    data.setPens([pen('A')]);
    for (let frame = 0; frame < 30; frame++) {
      data.follow(view, screen);
      clock.advance(16);
    }
    expect(wishes).toHaveLength(1);
  });

  test('asks again when the hand has moved to the edge, and keeps showing what it has meanwhile', async () => {
    data.setPens([pen('A')]);
    await follow();
    data.follow({ from: view.from - HOUR, to: view.to - HOUR }, screen);
    expect(data.pens[0]?.line.length).toBeGreaterThan(0);
    await settle();
    expect(wishes).toHaveLength(2);
  });

  test('asks at once for a span that is chosen, rarely while a wheel turns, and for what it rests at', async () => {
    data.setPens([pen('A')]);
    await follow();
    clock.advance(1_000);
    const middle = (view.from + view.to) / 2;
    const spans = Array.from({ length: 30 }, (_, turn) => HOUR / 1.3 ** (turn + 2));
    const windows = spans.map(span => ({ from: middle - span / 2, to: middle + span / 2 }));
    for (const [turn, window] of windows.entries()) {
      data.follow(window, screen);
      await settle();
      if (turn === 0) expect(wishes).toHaveLength(2);
      clock.advance(16);
    }
    expect(wishes).toHaveLength(3);
    const last = windows.at(-1) ?? view;
    for (let frame = 0; frame < 10; frame++) {
      data.follow(last, screen);
      await settle();
      clock.advance(16);
    }
    expect(wishes).toHaveLength(4);
    expect(wishes[3]?.stepMs).toBe(Math.ceil((last.to - last.from) / screen.widthPx));
  });

  test('reads all pens again for a new one, whose answer of before says nothing of it', async () => {
    data.setPens([pen('A')]);
    await follow();
    data.setPens([pen('A'), pen('B', 1)]);
    expect(data.pens.map(({ series }) => series?.tag ?? null)).toEqual(['A', null]);
    await follow();
    expect(wishes.at(-1)?.tags).toEqual(['A', 'B']);
    expect(data.pens.every(({ series }) => series !== null)).toBe(true);
  });

  test('reads again after a lost link', async () => {
    data.setPens([pen('A')]);
    await follow();
    data.forget();
    expect(data.pens[0]?.series).not.toBeNull();
    await follow();
    expect(wishes).toHaveLength(2);
  });

  test('forgets a pen that is taken away', async () => {
    data.setPens([pen('A'), pen('B', 1)]);
    await follow();
    data.setPens([pen('B', 1)]);
    expect(data.pens.map(({ pen: { tag } }) => tag.name)).toEqual(['B']);
  });

  test('draws buckets with their spike, and never more places than a canvas takes from samples', async () => {
    const many = Array.from({ length: 9_000 }, (_, i) => [view.from + i * 400, i === 5_000 ? 50 : 1, GOOD] as const);
    answerOf = ({ from, stepMs }) => [
      { ...bucketSeries({ from, stepMs, min: [1, 1, 1], max: [1, 9, 1] }), tag: 'A' },
      { ...sampleSeries(many), tag: 'B' },
    ];
    data.setPens([pen('A'), pen('B', 1)]);
    await follow();
    const [a, b] = data.pens;
    expect(Math.max(...(a?.line.v.slice(0, a.line.length) ?? []))).toBe(9);
    expect(b?.line.length).toBeLessThanOrEqual(4_200);
    const drawn = b === undefined ? [] : [b.drawn(null)];
    expect(seenOf(drawn, view)).toEqual({ min: 1, max: 50 });
  });
});

describe('the way back', () => {
  test('is one step for one movement, however many events it was', () => {
    const steps = new Steps<Follow>();
    const [first, second, third] = [liveFor(HOUR), liveFor(2 * HOUR), liveFor(3 * HOUR)];
    steps.remember(first, 0);
    steps.remember(second, 200);
    steps.remember(third, 5_000);
    expect(steps.back()).toBe(third);
    expect(steps.back()).toBe(first);
    expect(steps.back()).toBeNull();
    expect(steps.isEmpty).toBe(true);
  });
});
