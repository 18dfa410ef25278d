/** The register of overrides: which one holds, and when it ends by itself. */
import { describe, expect, it } from 'vitest';
import { Overrides, qualityOf } from '../../../main/tags/overrides.ts';
import { COMM_LOSS, FORCED, GOOD, OUT_OF_RANGE, SUBSTITUTED } from '../../../shared/model/quality.ts';
import type { TagOverride } from '../../../shared/model/tag.ts';

const WALL = 1_800_000_000_000;
const at = (ms: number, step = 0) => ({ wall: WALL + ms + step, monotonic: 5_000 + ms });
const override = (more: Partial<TagOverride> = {}): TagOverride => ({
  kind: 'force',
  value: 3,
  who: 'Li',
  why: 'test',
  since: WALL,
  until: WALL + 60_000,
  ...more,
});

describe('Overrides', () => {
  it('forces whatever the live value is, and substitutes only what is bad', () => {
    const overrides = new Overrides();
    overrides.set(0, override(), at(0));
    overrides.set(1, override({ kind: 'substitute' }), at(0));
    for (const q of [GOOD, OUT_OF_RANGE, COMM_LOSS]) expect(overrides.inForce(0, q)?.value).toBe(3);
    expect(overrides.inForce(1, GOOD)).toBeUndefined();
    expect(overrides.inForce(1, OUT_OF_RANGE)).toBeUndefined();
    expect(overrides.inForce(1, COMM_LOSS)?.value).toBe(3);
    expect(overrides.inForce(2, COMM_LOSS)).toBeUndefined();
    expect([qualityOf(override()), qualityOf(override({ kind: 'substitute' }))]).toEqual([FORCED, SUBSTITUTED]);
  });

  it('ends at its end, not before, and each once', () => {
    const overrides = new Overrides();
    overrides.set(3, override(), at(0));
    overrides.set(1, override({ until: WALL + 90_000 }), at(0));
    expect(overrides.takeEnded(at(59_999))).toEqual([]);
    expect(overrides.all().map(([h]) => h)).toEqual([1, 3]);
    expect(overrides.takeEnded(at(60_000)).map(([h]) => h)).toEqual([3]);
    expect(overrides.takeEnded(at(60_000))).toEqual([]);
    expect(overrides.size).toBe(1);
  });

  it('lasts no longer when the clock is set back, and ends by the calendar when it is set forward', () => {
    const overrides = new Overrides();
    overrides.set(0, override(), at(0));
    expect(overrides.takeEnded(at(60_000, -86_400_000))).toHaveLength(1);
    overrides.set(0, override(), at(0));
    expect(overrides.takeEnded(at(1_000, 86_400_000))).toHaveLength(1);
  });

  it('replaces the one that a tag has, and gives back the one that is taken away', () => {
    const overrides = new Overrides();
    overrides.set(0, override(), at(0));
    overrides.set(0, override({ value: 4 }), at(0));
    expect(overrides.delete(0)?.value).toBe(4);
    expect(overrides.delete(0)).toBeUndefined();
  });
});
