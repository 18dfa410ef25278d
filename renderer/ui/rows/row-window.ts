/** Which of many rows are in sight. Pure; pixels. Rows and heads of groups have different heights, so places are summed once. */
export interface RowPlaces {
  /** Top edge of each item, and the end of the last one. */
  readonly tops: Float64Array;
  readonly total: number;
}

export function placesOf(heights: readonly number[]): RowPlaces {
  const tops = new Float64Array(heights.length + 1);
  heights.forEach((height, i) => {
    tops[i + 1] = (tops[i] ?? 0) + height;
  });
  return { tops, total: tops[heights.length] ?? 0 };
}

/** Index of the item at `y`. */
function itemAt({ tops }: RowPlaces, y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, Math.max(0, tops.length - 2));
}

export interface Sight {
  readonly scrollTop: number;
  readonly height: number;
}

/** First item and the one after the last to draw: those in sight and `spare` px around, so that a flick shows no empty ground. */
export function windowOf(places: RowPlaces, { scrollTop, height }: Sight, spare: number): readonly [number, number] {
  if (places.tops.length < 2) return [0, 0];
  return [itemAt(places, Math.max(0, scrollTop - spare)), itemAt(places, scrollTop + height + spare) + 1];
}

/** Items whose whole height is in sight: what a person sees before confirming a page. */
export function wholeIn(places: RowPlaces, { scrollTop, height }: Sight): readonly number[] {
  const [from, to] = windowOf(places, { scrollTop, height }, 0);
  const found: number[] = [];
  for (let i = from; i < to; i++) {
    if ((places.tops[i] ?? 0) >= scrollTop - 1 && (places.tops[i + 1] ?? 0) <= scrollTop + height + 1) found.push(i);
  }
  return found;
}

/** Where to scroll so that an item is wholly in sight; the place itself when it is. `head` px at the top are covered. */
export function scrollTo(places: RowPlaces, index: number, { scrollTop, height }: Sight): number {
  const top = places.tops[index] ?? 0;
  const bottom = places.tops[index + 1] ?? top;
  if (top < scrollTop) return top;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}
