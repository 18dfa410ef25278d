/**
 * Where a faceplate stands: never over its own object, not over other plates or their objects as long as there is another way,
 * else as near as can be. Where the window leaves no room for its size it is made smaller, and its contents scroll. Pure; CSS px.
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

/** The best free place; smaller than asked for only when no place beside the object is large enough. */
export function placePlate(input: PlaceInput): Box {
  const { area, wanted, ring, gap } = input;
  const size = { width: Math.min(input.size.width, area.width), height: Math.min(input.size.height, area.height) };
  const isFree = (box: Box): boolean => ring === null || overlap(box, grown(ring, gap / 2)) === 0;
  const disturbance = (box: Box): number =>
    [...input.plates, ...input.rings.map(other => grown(other, gap / 2))].reduce((sum, b) => sum + overlap(box, b), 0);
  if (wanted !== null) {
    const box = boxAt(wanted, size, area);
    if (isFree(box) && disturbance(box) === 0) return box;
  }
  const free = HEIGHTS.flatMap(share =>
    candidates({ ...input, size: { ...size, height: Math.round(size.height * share) } }),
  ).filter(isFree);
  const lost = (box: Box): number => (size.height - box.height) * size.width;
  const [best] = free
    .map(box => ({ box, cost: disturbance(box) + distance(box, ring) + lost(box) * LOSS }))
    .toSorted((a, b) => a.cost - b.cost);
  if (best !== undefined) return best.box;
  const beside = smallerBeside(ring ?? area, input);
  // An object that fills the view leaves no room that is worth having: most of it stays in sight.
  return beside.width * beside.height < size.width * size.height * LEAST_SHARE
    ? boxAt({ x: 1, y: 0 }, size, area)
    : beside;
}

/** Of the size asked for: in less nothing can be read. */
const LEAST_SHARE = 0.25;
/** Of the height asked for: a lower plate scrolls, which is better than one that lies over another. */
const HEIGHTS = [1, 0.85, 0.7] as const;
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
