/** When a press is long, and what of it is told only once. */
import { expect, test } from 'vitest';
import { LongPress, type Touch } from '../../../../renderer/touch/long-press.ts';
import { turnableTimers } from '../turnable-timers.ts';

const touch = (parts: Partial<Touch> = {}): Touch => ({
  pointerType: 'touch',
  pointerId: 1,
  isPrimary: true,
  clientX: 100,
  clientY: 50,
  ...parts,
});

function hand() {
  const { timers, advance } = turnableTimers();
  const told: unknown[] = [];
  const press = new LongPress({
    timers,
    onLong: at => {
      told.push(at);
      return true;
    },
  });
  return { advance, press, told };
}

test('half a second without a move is a long press, told once at its place, and its click is none', () => {
  const { advance, press, told } = hand();
  press.down(touch());
  advance(499);
  expect(told).toEqual([]);
  press.move(touch({ clientX: 108 }));
  advance(1_000);
  expect(told).toEqual([{ x: 100, y: 50 }]);
  press.up();
  expect(press.takesClick()).toBe(true);
  expect(press.takesClick()).toBe(false);
});

test.each([
  ['a finger that moves', (press: LongPress) => press.move(touch({ clientY: 62 }))],
  ['a finger that leaves', (press: LongPress) => press.up()],
  ['a second finger', (press: LongPress) => press.down(touch({ pointerId: 2, isPrimary: false }))],
])('%s presses nothing for long', (_what, happens) => {
  const { advance, press, told } = hand();
  press.down(touch());
  advance(200);
  happens(press);
  advance(2_000);
  expect(told).toEqual([]);
  expect(press.takesClick()).toBe(false);
});

test('a mouse has its own right button', () => {
  const { advance, press, told } = hand();
  press.down(touch({ pointerType: 'mouse' }));
  advance(2_000);
  expect(told).toEqual([]);
  expect(press.takesMenu()).toBe(false);
});

test('the word of the browser is dropped while a finger is held and shortly after, and that of a key is not', () => {
  const { advance, press } = hand();
  press.down(touch());
  expect(press.takesMenu()).toBe(true);
  advance(600);
  press.up();
  expect(press.takesMenu()).toBe(true);
  advance(1_000);
  expect(press.takesMenu()).toBe(false);
});
