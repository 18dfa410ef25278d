/** The newest wish is asked, one at a time, and asked again when it fails. */
import { beforeEach, expect, test } from 'vitest';
import { linkLostError } from '../../../../../renderer/host/call-book.ts';
import { createLatest, type Latest } from '../../../../../renderer/trend/time/latest.ts';
import { turnableTimers } from '../../turnable-timers.ts';

const settle = () => new Promise<void>(resolve => setImmediate(resolve));
const LOST = linkLostError();

let clock = turnableTimers();
let asked: number[] = [];
let answered: number[] = [];
let reply: (wish: number) => Promise<number> = async wish => wish;
let latest: Latest<number>;

beforeEach(() => {
  clock = turnableTimers();
  asked = [];
  answered = [];
  reply = async wish => wish;
  latest = createLatest<number, number>({
    ask: wish => {
      asked.push(wish);
      return reply(wish);
    },
    timers: clock.timers,
    restMs: 100,
    onAnswer: (_, answer) => answered.push(answer),
  });
});

const pass = async (ms: number): Promise<void> => {
  clock.advance(ms);
  await settle();
};

test('of all that is wanted within a while the newest is asked, also while it goes on changing', async () => {
  for (let wish = 1; wish <= 20; wish++) {
    latest.want(wish);
    await pass(10);
  }
  expect(asked).toEqual([10, 20]);
  expect(answered).toEqual(asked);
});

test('nothing is asked while an answer is on its way, and the newest then', async () => {
  let free: () => void = () => undefined;
  reply = wish => new Promise(resolve => (free = () => resolve(wish)));
  latest.want(1);
  await pass(100);
  latest.want(2);
  latest.want(3);
  await pass(1_000);
  expect(asked).toEqual([1]);
  free();
  await settle();
  await pass(100);
  expect(asked).toEqual([1, 3]);
});

test('what fails is asked again, and what was dropped is neither told nor asked', async () => {
  reply = () => Promise.reject(LOST);
  latest.want(1);
  await pass(100);
  reply = async wish => wish;
  await pass(2_000);
  expect(answered).toEqual([1]);
  latest.want(2);
  latest.drop();
  await pass(5_000);
  expect(asked).toEqual([1, 1]);
});
