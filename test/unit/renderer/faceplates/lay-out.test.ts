/** Open faceplates keep their places unless a person moves them or they would cover an object. */
import { describe, expect, it } from 'vitest';
import { inTheWay, type Layout, layOut, type PlateAsk } from '../../../../renderer/faceplates/desk/lay-out.ts';
import { overlap } from '../../../../renderer/faceplates/desk/place-plate.ts';

const AREA = { left: 80, top: 96, width: 1_832, height: 976 };
const size = { width: 440, height: 666 };
const ringAt = (left: number, top: number) => ({ left, top, width: 60, height: 60 });
const ask = (id: string, opened: number, part: Partial<PlateAsk> = {}): PlateAsk => ({
  id,
  size,
  ring: ringAt(200 + opened * 300, 300),
  moved: null,
  wanted: null,
  opened,
  isPinned: false,
  ...part,
});
const NONE: Layout = new Map();
const boxOf = (layout: Layout, id: string) => layout.get(id)?.box ?? { left: 0, top: 0, width: 0, height: 0 };

describe('layOut', () => {
  it('leaves what stands where it is when another opens or closes', () => {
    const [a, b, c] = [ask('a', 1), ask('b', 2, { ring: null }), ask('c', 3, { ring: null })] as const;
    const one = layOut([a], AREA, NONE);
    const three = layOut([a, b, c], AREA, one);
    expect(boxOf(three, 'a')).toEqual(boxOf(one, 'a'));
    expect(boxOf(layOut([b, c], AREA, three), 'c')).toEqual(boxOf(three, 'c'));
  });

  it('gives back the same layout when nothing has changed, so that nothing is drawn anew', () => {
    const one = layOut([ask('a', 1)], AREA, NONE);
    expect(layOut([ask('a', 1)], AREA, one)).toBe(one);
  });

  it('moves a plate away from the object of another that is opened beneath it', () => {
    const one = layOut([ask('a', 1)], AREA, NONE);
    const { left, top } = boxOf(one, 'a');
    const beneath = ringAt(left + 100, top + 100);
    const two = layOut([ask('a', 1), ask('b', 2, { ring: beneath })], AREA, one);
    expect(overlap(boxOf(two, 'a'), beneath)).toBe(0);
    expect(overlap(boxOf(two, 'b'), beneath)).toBe(0);
  });

  it('goes where a person puts it, and beside its object when that would be over it', () => {
    const one = layOut([ask('a', 1)], AREA, NONE);
    const moved = layOut([ask('a', 1, { moved: { x: 1, y: 1 } })], AREA, one);
    expect(boxOf(moved, 'a').left).toBe(AREA.left + AREA.width - size.width);
    const over = layOut([ask('a', 1, { moved: { x: 0.25, y: 0.1 } })], AREA, one);
    expect(overlap(boxOf(over, 'a'), ringAt(500, 300))).toBe(0);
    // Dropped in the middle of its object, from the right of it: the nearest side.
    expect(boxOf(over, 'a').left).toBe(500 + 60 + 7);
  });

  it('opens where its type stood last, but does not go there later by itself', () => {
    const wanted = { x: 1, y: 0 };
    const [a, b] = [ask('a', 1, { wanted }), ask('b', 2, { wanted })] as const;
    const two = layOut([a, b], AREA, NONE);
    expect(boxOf(two, 'a').left).toBe(AREA.left + AREA.width - size.width);
    expect(overlap(boxOf(two, 'a'), boxOf(two, 'b'))).toBe(0);
    expect(boxOf(layOut([b], AREA, two), 'b')).toEqual(boxOf(two, 'b'));
  });

  it('stays over another plate where a person has put it, but not over the object of that', () => {
    const [a, b] = [ask('a', 1), ask('b', 2)] as const;
    const two = layOut([a, b], AREA, NONE);
    const over = boxOf(two, 'a');
    const moved = { x: (over.left - AREA.left) / (AREA.width - size.width), y: 0 };
    const put = layOut([a, { ...b, moved }], AREA, two);
    expect(overlap(boxOf(put, 'a'), boxOf(put, 'b'))).toBeGreaterThan(0);
    expect([overlap(boxOf(put, 'b'), ringAt(500, 300)), overlap(boxOf(put, 'b'), ringAt(800, 300))]).toEqual([0, 0]);
  });

  it('closes the oldest that is not pinned where the window has no place but over an object', () => {
    const small = { left: 0, top: 0, width: 700, height: 500 };
    const asks = [
      ask('a', 1, { ring: { left: 200, top: 200, width: 60, height: 60 }, isPinned: true }),
      ask('b', 2, { ring: { left: 420, top: 200, width: 60, height: 60 } }),
      ask('c', 3, { ring: { left: 320, top: 60, width: 60, height: 60 } }),
    ];
    expect(inTheWay(asks, layOut(asks, small, NONE))).toBe('b');
    expect(inTheWay(asks.slice(0, 1), layOut(asks.slice(0, 1), small, NONE))).toBeNull();
    const wide = [ask('a', 1), ask('b', 2)];
    expect(inTheWay(wide, layOut(wide, AREA, NONE))).toBeNull();
  });

  it('comes back into a window that was made smaller', () => {
    const one = layOut([ask('a', 1, { moved: { x: 1, y: 1 } })], AREA, NONE);
    const small = { left: 72, top: 80, width: 1_286, height: 680 };
    const { left, width } = boxOf(layOut([ask('a', 1, { moved: { x: 1, y: 1 } })], small, one), 'a');
    expect(left + width).toBeLessThanOrEqual(small.left + small.width);
  });

  it('gives way where its own object comes to lie beneath it, as when the screen is zoomed or the window made smaller', () => {
    const one = layOut([ask('a', 1)], AREA, NONE);
    const { left, top } = boxOf(one, 'a');
    const ring = ringAt(left + 100, top + 100);
    const two = layOut([ask('a', 1, { ring })], AREA, one);
    expect(overlap(boxOf(two, 'a'), ring)).toBe(0);
  });

  it('comes back into the window by itself where nobody has put it, whichever edge has come nearer', () => {
    // One stands at the right, one at the left edge, one at the top.
    const asked = [ask('a', 1, { ring: ringAt(1_800, 900) }), ask('b', 2, { ring: ringAt(90, 100) }), ask('c', 3)];
    const one = layOut(asked, AREA, NONE);
    for (const area of [
      { left: 72, top: 80, width: 1_286, height: 680 },
      { left: 700, top: 96, width: 1_212, height: 976 },
      { left: 80, top: 400, width: 1_832, height: 672 },
      { ...AREA, height: 670 },
    ]) {
      const asks = asked.map(plate => ({ ...plate, ring: null }));
      for (const [id, { box }] of layOut(asks, area, one)) {
        const place = `${id} ${JSON.stringify({ box, area })}`;
        expect([box.left >= area.left, box.top >= area.top], place).toEqual([true, true]);
        expect(box.left + box.width, place).toBeLessThanOrEqual(area.left + area.width);
        expect(box.top + box.height, place).toBeLessThanOrEqual(area.top + area.height);
      }
    }
  });
});
