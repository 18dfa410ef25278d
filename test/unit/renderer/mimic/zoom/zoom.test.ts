/** Zooming keeps the point under the hand, stays within its limits, and keeps badges legible. */
import { describe, expect, test } from 'vitest';
import {
  broughtIn,
  frameOf,
  isWithin,
  LEAST,
  MOST,
  markScale,
  nextStep,
  panned,
  sceneArea,
  sceneAt,
  viewBoxOf,
  WHOLE,
  wheelFactor,
  type Zoom,
  zoomedTo,
} from '../../../../../renderer/mimic/zoom/zoom.ts';
import type { Point } from '../../../../../shared/scene/place-node.ts';
import { around } from '../../../../../shared/scene/place-node.ts';
import { seededRandom } from '../../../../kit/random.ts';

const SIZE = [1848, 992] as const;
const to = (zoom: Zoom, factor: number, about: Point = [924, 496]): Zoom =>
  zoomedTo(zoom, factor, { about, size: SIZE });

describe('a zoomed scene', () => {
  test.each([
    ['as large as it should be', { left: 72, top: 88, width: 1848, height: 992 }],
    ['in a wide window', { left: 72, top: 88, width: 2400, height: 700 }],
    ['in a high window', { left: 0, top: 60, width: 800, height: 1200 }],
  ])('keeps the point under the hand where it is, %s', (_name, box) => {
    const random = seededRandom(3);
    for (let i = 0; i < 500; i++) {
      const about: Point = [random() * SIZE[0], random() * SIZE[1]];
      let zoom = to(WHOLE, 0.5 + random() * 0.4, about);
      if (i % 2 === 0) zoom = to(to(WHOLE, 1.1 + random(), about), 2.2 + random() * 1.8, about);
      const before = frameOf(WHOLE, SIZE, box);
      const hand: Point = [before.left + about[0] * before.scale, before.top + about[1] * before.scale];
      const [x, y] = sceneAt(frameOf(zoom, SIZE, box), hand);
      expect([x, y].map(value => value.toFixed(6))).toEqual(about.map(value => value.toFixed(6)));
    }
  });

  test('is never more than four times or less than half as large, and whole at 100 %', () => {
    expect([to(WHOLE, 9).factor, to(WHOLE, 0.1).factor]).toEqual([MOST, LEAST]);
    expect([MOST, LEAST]).toEqual([4, 0.5]);
    expect(to(to(WHOLE, 3, [0, 0]), 1.02)).toEqual(WHOLE);
    expect(viewBoxOf(WHOLE, SIZE)).toEqual([0, 0, ...SIZE]);
  });

  test('is not pushed out of the window: its edges come in no farther than the read-out is high', () => {
    for (const factor of [1.25, 2, 4]) {
      const [x, y, width, height] = viewBoxOf(panned(to(WHOLE, factor), [9_999, 9_999], SIZE), SIZE);
      expect([x + width - SIZE[0], y + height - SIZE[1]].map(Math.round)).toEqual(
        [64 / factor, 64 / factor].map(Math.round),
      );
    }
    const far = panned(to(WHOLE, 0.5), [-9_999, 9_999], SIZE);
    expect([far.x, far.y]).toEqual([-SIZE[0], 0]);
    expect(panned(WHOLE, [50, 50], SIZE)).toEqual(WHOLE);
  });

  test('goes through the steps of the keys and ends at the last', () => {
    const seen: number[] = [];
    for (let at = 0.5; !seen.includes(at); at = nextStep(at, 1)) seen.push(at);
    expect(seen).toEqual([0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]);
    expect([nextStep(1.3, -1), nextStep(1.3, 1), nextStep(0.5, -1)]).toEqual([1.25, 1.5, 0.5]);
  });

  test('follows a wheel notch by notch and a pad finely, down making it smaller', () => {
    expect([wheelFactor(-120), wheelFactor(120)]).toEqual([1.25, 0.8]);
    expect(wheelFactor(-10)).toBeCloseTo(1.105, 3);
    expect(wheelFactor(10) * wheelFactor(-10)).toBeCloseTo(1, 9);
  });
});

describe('badges of a zoomed scene', () => {
  test('are never smaller on the screen than on the whole scene, and never more than twice as large', () => {
    let before = 1;
    for (let factor = LEAST; factor <= MOST; factor += 0.01) {
      const onScreen = factor * markScale(factor);
      expect(onScreen).toBeGreaterThanOrEqual(before - 1e-9);
      expect(onScreen).toBeLessThanOrEqual(2 + 1e-9);
      before = onScreen;
    }
    expect(before).toBeGreaterThan(1.9);
  });
});

describe('what is led to', () => {
  const BOX = { left: 0, top: 0, width: SIZE[0], height: SIZE[1] };
  const seenOf = (zoom: Zoom) => sceneArea(frameOf(zoom, SIZE, BOX), BOX);
  const bring = (zoom: Zoom, area: readonly [number, number, number, number]) =>
    broughtIn(zoom, area, { seen: seenOf(zoom), size: SIZE });

  test('comes into view whole wherever it is, and moves nothing when it is in view', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 500; i++) {
      const zoom = to(WHOLE, 1.2 + random() * 2.8, [random() * SIZE[0], random() * SIZE[1]]);
      const area = [random() * 1748, random() * 912, 100, 80] as const;
      const next = bring(zoom, area);
      expect(next).not.toBeNull();
      if (next === null) continue;
      const seen = seenOf(next);
      for (const corner of [
        [area[0], area[1]],
        [area[0] + 100, area[1] + 80],
      ] as const) {
        expect(isWithin(corner, seen), `${i}`).toBe(true);
      }
      expect(bring(next, area)).toBe(next);
    }
  });

  test('needs the whole scene when it is larger than the view', () => {
    expect(bring(to(WHOLE, 4), [0, 0, 900, 100])).toBeNull();
  });

  test('is all of it when it is in several places', () => {
    expect(
      around([
        [10, 20, 30, 40],
        [100, 0, 10, 10],
      ]),
    ).toEqual([10, 0, 100, 60]);
    expect(around([])).toBeNull();
  });
});
