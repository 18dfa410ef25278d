/**
 * Where a faceplate stands: never over its own object, and over that of another plate only where the window has no other place for
 * it; not over other plates as long as there is another way, else as near as can be. Where the window leaves no room for its size it
 * is made lower, then narrower, and its contents scroll. Pure; CSS px.
 */
import type { Box, Size } from '../../ui/placement.ts';
import type { PlateShare } from './plate-list.ts';

export interface PlaceInput {
  /** Ring around its object; null while the object is not on the screen. */
  readonly ring: Box | null;
  readonly size: Size;
  readonly area: Box;
  /** Plates that stand already, and rings of their objects. */
  readonly plates: readonly Box[];
  readonly rings: readonly Box[];
  /** Where plates of this type stood last. */
  readonly wanted: PlateShare | null;
  readonly gap: number;
}

const right = ({ left, width }: Box): number => left + width;
const bottom = ({ top, height }: Box): number => top + height;

/** Area that two boxes share, px². */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(right(a), right(b)) - Math.max(a.left, b.left);
  const height = Math.min(bottom(a), bottom(b)) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

const grown = ({ left, top, width, height }: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** What of a box lies within the area; null for nothing. A screen that is zoomed shows parts of objects. */
export function seenPart(box: Box, area: Box): Box | null {
  const left = Math.max(box.left, area.left);
  const top = Math.max(box.top, area.top);
  const width = Math.min(right(box), right(area)) - left;
  const height = Math.min(bottom(box), bottom(area)) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}

/** A place by its share of the free room, for a plate of this size. */
export function boxAt({ x, y }: PlateShare, { width, height }: Size, area: Box): Box {
  return {
    left: area.left + x * Math.max(0, area.width - width),
    top: area.top + y * Math.max(0, area.height - height),
    width,
    height,
  };
}

export function shareOf({ left, top, width, height }: Box, area: Box): PlateShare {
  const share = (at: number, room: number): number => (room <= 0 ? 0 : Math.min(1, Math.max(0, at / room)));
  return { x: share(left - area.left, area.width - width), y: share(top - area.top, area.height - height) };
}

/** The best free place; smaller than asked for only when no place beside the objects is large enough. */
export function placePlate(input: PlaceInput): Box {
  const { area, wanted, ring, rings, gap } = input;
  const size = { width: Math.min(input.size.width, area.width), height: Math.min(input.size.height, area.height) };
  const own = ring === null ? [] : [grown(ring, gap / 2)];
  const all = [...own, ...rings.map(other => grown(other, gap / 2))];
  if (wanted !== null) {
    const box = boxAt(wanted, size, area);
    if (isClear(box, [...all, ...input.plates])) return box;
  }
  for (const width of WIDTHS) {
    const best = bestOf({ ...input, size: { ...size, width: Math.round(size.width * width) } }, all);
    if (best !== null) return best;
  }
  const best = bestOf({ ...input, size }, own);
  if (best !== null) return best;
  const beside = smallerBeside(ring ?? area, input);
  // An object that fills the view leaves no room that is worth having: most of it stays in sight.
  return beside.width * beside.height < size.width * size.height * LEAST_SHARE
    ? boxAt({ x: 1, y: 0 }, size, area)
    : beside;
}

/** Of the size asked for: in less nothing can be read. */
const LEAST_SHARE = 0.25;

/** With as little of other plates beneath it as can be; null where every place of this width covers one of `objects`. */
function bestOf(input: PlaceInput, objects: readonly Box[]): Box | null {
  const { size, ring, rings, plates } = input;
  const lost = (box: Box): number => (size.height - box.height) * size.width;
  const disturbance = (box: Box): number => [...plates, ...rings].reduce((sum, other) => sum + overlap(box, other), 0);
  const [best] = HEIGHTS.flatMap(share =>
    candidates({ ...input, size: { ...size, height: Math.round(size.height * share) } }),
  )
    .filter(box => isClear(box, objects))
    .map(box => ({ box, cost: disturbance(box) + distance(box, ring) + lost(box) * LOSS }))
    .toSorted((a, b) => a.cost - b.cost);
  return best?.box ?? null;
}

const isClear = (box: Box, others: readonly Box[]): boolean => others.every(other => overlap(box, other) === 0);

/**
 * The nearest place for a plate that a person has put down: where it is, unless an object lies beneath it. Its own is always left free,
 * those of other plates as long as that can be. Null where the area has no such place.
 */
export function slipped(
  box: Box,
  { ring, rings, area, gap }: Pick<PlaceInput, 'ring' | 'rings' | 'area' | 'gap'>,
): Box | null {
  const own = ring === null ? [] : [grown(ring, gap / 2)];
  const all = [...own, ...rings.map(other => grown(other, gap / 2))];
  return nearestClear(box, all, area) ?? nearestClear(box, own, area);
}

function nearestClear(box: Box, objects: readonly Box[], area: Box): Box | null {
  const held = (value: number, low: number, room: number): number => Math.max(low, Math.min(low + room, value));
  const lefts = [box.left, ...objects.flatMap(object => [object.left - box.width, right(object)])];
  const tops = [box.top, ...objects.flatMap(object => [object.top - box.height, bottom(object)])];
  const far = (to: Box): number => Math.hypot(to.left - box.left, to.top - box.top);
  const [nearest] = lefts
    .flatMap(left =>
      tops.map(top => ({
        ...box,
        left: held(left, area.left, area.width - box.width),
        top: held(top, area.top, area.height - box.height),
      })),
    )
    .filter(place => isClear(place, objects))
    .toSorted((a, b) => far(a) - far(b));
  return nearest ?? null;
}

/** Of the width and the height asked for: a lower plate scrolls, which is better than one that lies over another. */
const WIDTHS = [1, 0.85] as const;
const HEIGHTS = [1, 0.85, 0.7, 0.55] as const;
/** One px² that is lost weighs as this many px² over another plate, or px of leader. */
const LOSS = 0.4;

/** From the middle of the ring to the nearest edge of the box; with nothing to be near to, from the right end. */
function distance(box: Box, ring: Box | null): number {
  if (ring === null) return -box.left;
  const x = ring.left + ring.width / 2;
  const y = ring.top + ring.height / 2;
  const dx = Math.max(box.left - x, 0, x - right(box));
  const dy = Math.max(box.top - y, 0, y - bottom(box));
  return dx + dy;
}

/** Beside the object, beside each plate, along the edges of the area: every useful left with every useful top. */
function candidates({ ring, size, area, plates, rings, gap }: PlaceInput): readonly Box[] {
  const lefts = [area.left, right(area) - size.width];
  const tops = [area.top, bottom(area) - size.height];
  for (const box of [...(ring === null ? [] : [ring]), ...plates, ...rings]) {
    lefts.push(right(box) + gap, box.left - gap - size.width, box.left + box.width / 2 - size.width / 2);
    tops.push(bottom(box) + gap, box.top - gap - size.height, box.top + box.height / 2 - size.height / 2, box.top);
  }
  const fit = (values: readonly number[], low: number, high: number): readonly number[] => [
    ...new Set(values.map(value => Math.round(Math.max(low, Math.min(high, value))))),
  ];
  const within = {
    lefts: fit(lefts, area.left, right(area) - size.width),
    tops: fit(tops, area.top, bottom(area) - size.height),
  };
  return within.lefts.flatMap(left => within.tops.map(top => ({ left, top, ...size })));
}

/** The largest of the four strips beside the object, filled as far as the plate needs. */
function smallerBeside(ring: Box, { area, size, gap }: PlaceInput): Box {
  const strips: readonly Box[] = [
    { ...area, width: ring.left - gap - area.left },
    { ...area, left: right(ring) + gap, width: right(area) - right(ring) - gap },
    { ...area, height: ring.top - gap - area.top },
    { ...area, top: bottom(ring) + gap, height: bottom(area) - bottom(ring) - gap },
  ];
  const room = (strip: Box): number =>
    Math.max(0, Math.min(strip.width, size.width)) * Math.max(0, Math.min(strip.height, size.height));
  const strip = strips.toSorted((a, b) => room(b) - room(a))[0] ?? area;
  return {
    left: strip.left,
    top: strip.top,
    width: Math.max(0, Math.min(strip.width, size.width)),
    height: Math.max(0, Math.min(strip.height, size.height)),
  };
}
