/** Index of the first time ≥ `time` from place `from` on; the length when there is none. Times must not descend. Pure. */
export function firstAtOrAfter(t: ArrayLike<number>, time: number, from = 0): number {
  let low = from;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((t[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
