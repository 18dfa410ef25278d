/** Values of an instant of the past: tags as the history has them, derived points calculated from those. */
import { describe, expect, it } from 'vitest';
import { PastValues } from '../../../main/calc/past-values.ts';
import type { SliceValue } from '../../../shared/model/history.ts';
import { COMM_LOSS, GOOD, isBad, NOT_RECORDED } from '../../../shared/model/quality.ts';

const T = Date.UTC(2026, 10, 3, 12);
const NAMES = ['P', 'Q', 'TXT', '~1', '~2', '~3'];
const FORMULAS = [
  { name: '~1', handle: 3, expression: '[P] + [Q]' },
  { name: '~2', handle: 4, expression: 'lost("PLC-1")' },
  { name: '~3', handle: 5, expression: '[P] > 1 and [Q] > 1' },
];

const value = (tag: string, v: number | null, parts: Partial<SliceValue> = {}): SliceValue => ({
  tag,
  value: v,
  q: GOOD,
  time: T - 1_000,
  ageMs: 1_000,
  ...parts,
});

function past(...stored: readonly SliceValue[]) {
  const asked: string[] = [];
  const values = new PastValues({
    catalogue: {
      derived: FORMULAS,
      handleOf: name => (NAMES.includes(name) ? NAMES.indexOf(name) : undefined),
    },
    slice: tags => {
      asked.push(...tags);
      return Promise.resolve(stored.filter(({ tag }) => tags.includes(tag)));
    },
  });
  return { values, asked };
}

describe('values of the past', () => {
  it('are those of the history, with their own times, and nothing where nothing was recorded', async () => {
    const { values } = past(value('P', 2), value('TXT', null, { text: '运行' }));
    const item = await values.at(['P', 'Q', 'TXT', 'nobody'], T);
    expect([...item.handles]).toEqual([0, 1, 2]);
    expect([...item.v]).toEqual([2, Number.NaN, Number.NaN]);
    expect([...item.q]).toEqual([GOOD, NOT_RECORDED, GOOD]);
    expect([...item.t]).toEqual([T - 1_000, Number.NaN, T - 1_000]);
    expect(item.exact).toEqual([[2, '运行']]);
  });

  it('of derived points are calculated from what there was, as old as the newest input and no better than the worst', async () => {
    const { values, asked } = past(value('P', 2), value('Q', 3, { time: T - 5_000 }));
    const good = await values.at(['~1', '~3'], T);
    expect([...good.v]).toEqual([5, 1]);
    expect([...good.t]).toEqual([T - 1_000, T - 1_000]);
    expect(new Set(asked)).toEqual(new Set(['P', 'Q']));
    const bad = await past(value('P', 2), value('Q', null, { q: COMM_LOSS })).values.at(['~1'], T);
    expect(isBad(bad.q[0] ?? GOOD)).toBe(true);
    expect(bad.v[0]).toBeNaN();
  });

  it('take a device for lost that was not online then, or of which nothing is known', async () => {
    const of = async (...stored: readonly SliceValue[]) => [...(await past(...stored).values.at(['~2'], T)).v];
    expect(await of(value('SYS.PLC-1.state', 2))).toEqual([0]);
    expect(await of(value('SYS.PLC-1.state', 4))).toEqual([1]);
    expect(await of()).toEqual([1]);
  });
});
