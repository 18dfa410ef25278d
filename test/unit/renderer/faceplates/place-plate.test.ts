/** A faceplate never covers its object: for any object, several plates and small windows. */
import { describe, expect, it } from 'vitest';
import {
  boxAt,
  overlap,
  type PlaceInput,
  placePlate,
  seenPart,
  shareOf,
  slipped,
} from '../../../../renderer/faceplates/desk/place-plate.ts';
import type { Box } from '../../../../renderer/ui/placement.ts';
import { seededRandom } from '../../../kit/random.ts';

const FULL: Box = { left: 80, top: 96, width: 1_832, height: 976 };
const SIZES = [356, 440, 500].map(width => ({ width, height: 666 }));
const PLAIN: Omit<PlaceInput, 'ring' | 'size' | 'area'> = { plates: [], rings: [], wanted: null, gap: 14 };
const [valve = { width: 440, height: 666 }] = SIZES.slice(1);

const isInside = (box: Box, area: Box): boolean =>
  box.left >= area.left &&
  box.top >= area.top &&
  box.left + box.width <= area.left + area.width + 1e-6 &&
  box.top + box.height <= area.top + area.height + 1e-6;

/** By trying every tenth pixel. */
function hasRoom({ width, height }: { width: number; height: number }, rings: readonly Box[], area: Box): boolean {
  for (let left = area.left; left <= area.left + area.width - width; left += 10) {
    for (let top = area.top; top <= area.top + area.height - height; top += 10) {
      const box = { left: left - 7, top: top - 7, width: width + 14, height: height + 14 };
      if (rings.every(ring => overlap(box, ring) === 0)) return true;
    }
  }
  return false;
}

describe('placePlate', () => {
  it.each([
    ['the full screen', FULL],
    ['1366 × 768', { left: 72, top: 80, width: 1_286, height: 680 }],
    ['a small window', { left: 72, top: 80, width: 720, height: 480 }],
    ['a narrow window', { left: 0, top: 0, width: 420, height: 900 }],
  ])('covers no object anywhere in %s, with up to two plates open', (_name, area) => {
    const random = seededRandom(7);
    const between = (low: number, high: number): number => low + random() * (high - low);
    for (let i = 0; i < 500; i++) {
      const plates: Box[] = [];
      const rings: Box[] = [];
      for (const size of SIZES) {
        const width = between(24, 240);
        const height = between(20, 120);
        const ring = {
          left: between(area.left, area.left + area.width - width),
          top: between(area.top, area.top + area.height - height),
          width,
          height,
        };
        const box = placePlate({ ring, size, area, plates, rings, wanted: null, gap: 14 });
        expect(overlap(box, ring), JSON.stringify({ ring, box, i })).toBe(0);
        expect(isInside(box, area), JSON.stringify({ box, i })).toBe(true);
        plates.push(box);
        rings.push(ring);
      }
    }
  });

  it('covers the object of no other plate in 1366 × 768 while there is any place that does not', () => {
    const area = { left: 72, top: 80, width: 1_286, height: 680 };
    const least = { width: 440 * 0.85, height: 666 * 0.55 };
    const random = seededRandom(11);
    const ringIn = (): Box => ({
      left: area.left + random() * (area.width - 80),
      top: area.top + random() * (area.height - 80),
      width: 70,
      height: 64,
    });
    for (let i = 0; i < 300; i++) {
      const [ring, ...rings] = [ringIn(), ringIn(), ringIn()] as const;
      const box = placePlate({ ...PLAIN, ring, rings, size: valve, area });
      if (rings.every(other => overlap(box, other) === 0)) continue;
      expect(hasRoom(least, [ring, ...rings], area), JSON.stringify({ ring, rings, box })).toBe(false);
    }
  });

  it('stands lower beside both objects rather than over the one of another plate', () => {
    const area = { left: 72, top: 80, width: 1_286, height: 680 };
    const other = { left: 646, top: 265, width: 68, height: 80 };
    const ring = { left: 424, top: 264, width: 41, height: 48 };
    const plates = [{ left: 728, top: 80, width: 440, height: 666 }];
    const box = placePlate({ ...PLAIN, ring, rings: [other], plates, size: valve, area });
    expect([overlap(box, ring), overlap(box, other), overlap(box, plates[0] ?? other)]).toEqual([0, 0, 0]);
  });

  it('slips beside an object that it is dropped on, to the nearest side, and stays where nothing lies beneath', () => {
    const ring = { left: 700, top: 500, width: 60, height: 60 };
    const drop = { left: 650, top: 300, width: 440, height: 666 };
    const at = { ring, rings: [], area: FULL, gap: 14 };
    expect(slipped(drop, at)).toEqual({ ...drop, left: 767 });
    expect(slipped({ ...drop, left: 900 }, at)).toEqual({ ...drop, left: 900 });
    const both = slipped(drop, { ...at, rings: [{ left: 1_000, top: 500, width: 60, height: 60 }] });
    expect(both).toEqual({ ...drop, left: 253 });
    expect(slipped(drop, { ...at, area: { left: 690, top: 490, width: 440, height: 666 } })).toBeNull();
  });

  it('leaves other plates and their objects free as long as there is room', () => {
    const ring = { left: 400, top: 300, width: 60, height: 60 };
    const first = placePlate({ ...PLAIN, ring, size: valve, area: FULL });
    const other = { left: 900, top: 300, width: 60, height: 60 };
    const second = placePlate({ ...PLAIN, ring: other, size: valve, area: FULL, plates: [first], rings: [ring] });
    expect([overlap(first, second), overlap(second, ring)]).toEqual([0, 0]);
  });

  it('stands where plates of its type stood last, unless that is over its object', () => {
    const wanted = { x: 1, y: 1 };
    const there = boxAt(wanted, valve, FULL);
    const far = { left: 100, top: 120, width: 50, height: 50 };
    expect(placePlate({ ...PLAIN, ring: far, size: valve, area: FULL, wanted })).toEqual(there);
    const beneath = { left: there.left + 100, top: there.top + 100, width: 50, height: 50 };
    expect(overlap(placePlate({ ...PLAIN, ring: beneath, size: valve, area: FULL, wanted }), beneath)).toBe(0);
  });

  it('is made smaller where no side of the object has room for it, and keeps beside it', () => {
    const area = { left: 0, top: 0, width: 600, height: 500 };
    const ring = { left: 250, top: 200, width: 100, height: 60 };
    const box = placePlate({ ...PLAIN, ring, size: valve, area });
    expect(overlap(box, ring)).toBe(0);
    expect(box.width * box.height).toBeGreaterThan(80_000);
  });

  it('covers an object that fills the view, but leaves most of it in sight and is as large as it should be', () => {
    const box = placePlate({ ...PLAIN, ring: FULL, size: valve, area: FULL });
    expect([box.width, box.height]).toEqual([valve.width, valve.height]);
    expect(isInside(box, FULL)).toBe(true);
  });

  it('is placed beside what is seen of an object', () => {
    const ring = { left: -400, top: 200, width: 600, height: 60 };
    expect(seenPart(ring, FULL)).toEqual({ left: 80, top: 200, width: 120, height: 60 });
    expect(seenPart({ ...ring, left: -600 }, FULL)).toBeNull();
  });

  it('remembers a place as its share of the free room', () => {
    const box = { left: 500, top: 300, width: 440, height: 666 };
    const back = boxAt(shareOf(box, FULL), box, FULL);
    expect([Math.round(back.left), Math.round(back.top)]).toEqual([500, 300]);
  });
});
