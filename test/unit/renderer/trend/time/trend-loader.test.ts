/** Questions while a hand moves: few, the newest, and no answer of the past. */
import { beforeEach, describe, expect, test } from 'vitest';
import { CallError } from '../../../../../renderer/host/call-book.ts';
import {
  createTrendLoader,
  type TrendLoader,
  type TrendWish,
} from '../../../../../renderer/trend/time/trend-loader.ts';
import type { TrendSeries } from '../../../../../shared/model/history.ts';
import { turnableTimers } from '../../turnable-timers.ts';

interface Asked {
  readonly wish: TrendWish;
  readonly answer: () => void;
  readonly fail: () => void;
}

let asked: Asked[] = [];
let shown: number[] = [];
let troubles: (string | null)[] = [];
let clock = turnableTimers();
let loader: TrendLoader;

const wish = (from: number): TrendWish => ({ from, to: from + 10, stepMs: 1, columns: 10, readAt: 0, tags: ['A'] });
const settle = () => new Promise<void>(resolve => setImmediate(resolve));
const asks = () => asked.map(({ wish: { from } }) => from);
const nth = (index: number): Asked => {
  const found = asked[index];
  if (found === undefined) throw new Error(`nothing was asked a ${index + 1}. time`);
  return found;
};

beforeEach(() => {
  asked = [];
  shown = [];
  troubles = [];
  clock = turnableTimers();
  loader = createTrendLoader({
    read: wanted =>
      new Promise<readonly TrendSeries[]>((resolve, reject) => {
        const error = {
          code: 'busy' as const,
          message: 'busy',
          hint: '',
          retry: 'backoff' as const,
          zh: { message: '', hint: '' },
        };
        asked.push({ wish: wanted, answer: () => resolve([]), fail: () => reject(new CallError(error)) });
      }),
    timers: clock.timers,
    onAnswer: ({ from }) => void shown.push(from),
    onTrouble: error => void troubles.push(error === null ? null : error.body.code),
  });
});

describe('the loader', () => {
  test('asks at once, and while wishes come every frame only every 100 ms for the newest', async () => {
    for (let frame = 0; frame < 20; frame++) {
      loader.want(wish(frame));
      nth(asked.length - 1).answer();
      await settle();
      clock.advance(16);
    }
    expect(asks()).toEqual([0, 6, 12, 18]);
  });

  test('asks more rarely where that is wanted, for the newest, and soon again when there is no more need', async () => {
    const turn = async (from: number): Promise<void> => {
      loader.want(wish(from), 400);
      nth(asked.length - 1).answer();
      await settle();
      clock.advance(50);
    };
    for (let from = 0; from < 12; from++) await turn(from);
    expect(asks()).toEqual([0, 7]);
    loader.hurry();
    expect(asks()).toEqual([0, 7, 11]);
    loader.hurry();
    clock.advance(1_000);
    expect(asks()).toEqual([0, 7, 11]);
  });

  test('has two questions on the way at most, and then asks for what was wanted last', async () => {
    for (const from of [1, 2, 3, 4]) {
      loader.want(wish(from));
      clock.advance(100);
    }
    expect(asks()).toEqual([1, 2]);
    nth(0).answer();
    await settle();
    expect(asks()).toEqual([1, 2, 4]);
    expect(loader.isBusy()).toBe(true);
  });

  test('drops an answer that comes after a newer one', async () => {
    loader.want(wish(1));
    clock.advance(100);
    loader.want(wish(2));
    nth(1).answer();
    await settle();
    nth(0).answer();
    await settle();
    expect(shown).toEqual([2]);
    expect(loader.isBusy()).toBe(false);
  });

  test('tells a failure, tries again by itself a second later, and tells when it is over', async () => {
    loader.want(wish(1));
    nth(0).fail();
    await settle();
    expect(troubles).toEqual(['busy']);
    clock.advance(900);
    expect(asks()).toEqual([1]);
    clock.advance(200);
    expect(asks()).toEqual([1, 1]);
    nth(1).answer();
    await settle();
    expect(troubles).toEqual(['busy', null]);
    expect(shown).toEqual([1]);
  });

  test('tells nothing after its end', async () => {
    loader.want(wish(1));
    loader.stop();
    nth(0).answer();
    await settle();
    expect(shown).toEqual([]);
  });
});
