/** When the historian is asked for figures, and for how long its answer stands. */
import { beforeEach, describe, expect, test } from 'vitest';
import { BoardFigures, comparedTime } from '../../../../../renderer/trend/board/board-figures.ts';
import { turnableTimers } from '../../turnable-timers.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

let clock = turnableTimers();
let asked: { from: number; to: number }[] = [];
let figures: BoardFigures;

beforeEach(() => {
  clock = turnableTimers();
  asked = [];
  figures = new BoardFigures(
    {
      aggregate: async ({ from, to, stepMs }) => {
        if (stepMs > 1) asked.push({ from, to });
        return [];
      },
      slice: async () => [],
    },
    clock.timers,
    () => undefined,
  );
});

const moment = {
  tags: ['A'],
  window: { from: NOW - 10 * MINUTE, to: NOW - 5 * MINUTE },
  isLive: false,
  read: { a: null, b: null } as { a: number | null; b: number | null },
  shiftMs: null,
  now: NOW,
};

async function settled(part: Partial<typeof moment> & { readonly isMoving?: boolean }): Promise<boolean> {
  figures.at({ ...moment, ...part });
  clock.advance(200);
  await new Promise<void>(resolve => setImmediate(resolve));
  return figures.at({ ...moment, ...part }) !== null;
}

describe('figures', () => {
  test('are of the window without two cursors, and of what is between them with both', async () => {
    expect(await settled({})).toBe(true);
    expect(await settled({ read: { a: NOW - 6 * MINUTE, b: NOW - 8 * MINUTE } })).toBe(true);
    expect(asked).toEqual([
      { from: NOW - 10 * MINUTE, to: NOW - 5 * MINUTE },
      { from: NOW - 8 * MINUTE, to: NOW - 6 * MINUTE },
    ]);
  });

  test('are asked once for what stands still, and at once for a cursor that has moved', async () => {
    await settled({});
    await settled({});
    expect(asked).toHaveLength(1);
    expect(figures.at({ ...moment, read: { a: NOW - 7 * MINUTE, b: null } })).toBeNull();
  });

  test('are not asked while a hand moves the window, but as soon as it rests', async () => {
    await settled({});
    const window = { from: NOW - 20 * MINUTE, to: NOW - 5 * MINUTE };
    expect(await settled({ window, isMoving: true })).toBe(false);
    expect(asked).toHaveLength(1);
    expect(await settled({ window })).toBe(true);
    expect(asked).toHaveLength(2);
  });

  test('of a live window stand until the next are there, and are not asked with every frame', async () => {
    const live = (by: number) => ({
      isLive: true,
      now: NOW + by,
      window: { from: NOW - 10 * MINUTE + by, to: NOW + by },
    });
    await settled(live(0));
    for (let by = 100; by < 5_000; by += 100) expect(await settled(live(by))).toBe(true);
    expect(asked).toHaveLength(1);
    expect(figures.at({ ...moment, ...live(7_000) })).not.toBeNull();
    await settled(live(7_000));
    expect(asked).toHaveLength(2);
    expect(asked[1]?.to).toBeLessThan(NOW + 7_000);
  });

  test('are not asked without pens, nor of what is still to come', async () => {
    expect(await settled({ tags: [] })).toBe(false);
    expect(await settled({ window: { from: NOW, to: NOW + MINUTE } })).toBe(false);
    expect(asked).toEqual([]);
  });
});

test('what is compared is read at the last cursor, else at the end of the window', () => {
  const at = (read: { a: number | null; b: number | null }) =>
    comparedTime({ read, window: { from: 0, to: 900 }, shiftMs: 100 });
  expect([at({ a: null, b: null }), at({ a: 300, b: null }), at({ a: 300, b: 500 })]).toEqual([800, 200, 400]);
  expect(comparedTime({ read: { a: 1, b: 2 }, window: { from: 0, to: 9 }, shiftMs: null })).toBeNull();
});
