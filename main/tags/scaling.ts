/**
 * Raw value of the device ↔ value in the tag's unit, one law for reading, for commands and for the demo field. Pure. What is not
 * a number stays none, and what no raw value gives is none either: a command with a clamped or invented value would be worse
 * than no command.
 */
import type { Scaling } from '../project/types.ts';

type Sqrt = Extract<Scaling, { readonly kind: 'sqrt' }>;
type Table = Extract<Scaling, { readonly kind: 'table' }>;

/** Value in the tag's unit of a raw value; the raw value itself without scaling. */
export function toEngineering(scaling: Scaling | null, raw: number): number {
  if (scaling === null) return raw;
  switch (scaling.kind) {
    case 'linear':
      return raw * scaling.gain + scaling.offset;
    case 'sqrt':
      return sqrtOf(scaling, raw);
    case 'table':
      return alongTable(scaling, raw);
  }
}

/** Raw value that gives a value in the tag's unit, not rounded to what a register can hold. NaN when none does. */
export function toRaw(scaling: Scaling | null, value: number): number {
  if (scaling === null) return value;
  switch (scaling.kind) {
    case 'linear':
      return (value - scaling.offset) / scaling.gain;
    case 'sqrt':
      return squareOf(scaling, value);
    case 'table':
      return backAlongTable(scaling, value);
  }
}

function sqrtOf({ rawLow, rawHigh, low, high }: Sqrt, raw: number): number {
  if (raw <= rawLow) return low;
  return low + (high - low) * Math.sqrt((raw - rawLow) / (rawHigh - rawLow));
}

function squareOf({ rawLow, rawHigh, low, high }: Sqrt, value: number): number {
  if (value < low) return Number.NaN;
  return rawLow + (rawHigh - rawLow) * ((value - low) / (high - low)) ** 2;
}

/** On the line through the two points of the table between which `x` lies; on the first or last line beyond the ends. */
function alongTable({ raw, value }: Table, x: number): number {
  let right = 1;
  while (right < raw.length - 1 && x >= (raw[right] ?? Number.NaN)) right++;
  return onLine([raw[right - 1], value[right - 1]], [raw[right], value[right]], x);
}

/**
 * The lowest raw value that gives `y`. A table that rises and falls gives some values more than once: the demo field needs one
 * of the raw values, and a command is never sent through such a table, see the rule in `tags-file.ts`.
 */
function backAlongTable({ raw, value }: Table, y: number): number {
  const last = raw.length - 1;
  for (let right = 1; right <= last; right++) {
    const [from, to] = [value[right - 1] ?? Number.NaN, value[right] ?? Number.NaN];
    const isBefore = right === 1 && (to > from ? y < from : y > from);
    const isAfter = right === last && (to > from ? y > to : y < to);
    const isWithin = y >= Math.min(from, to) && y <= Math.max(from, to);
    if (from === to && isWithin) return raw[right - 1] ?? Number.NaN;
    if (isWithin || ((isBefore || isAfter) && from !== to)) return onLine([from, raw[right - 1]], [to, raw[right]], y);
  }
  return Number.NaN;
}

type Point = readonly [x: number | undefined, y: number | undefined];

/** A point of the line is met exactly, whatever rounding does between. */
function onLine(
  [x1 = Number.NaN, y1 = Number.NaN]: Point,
  [x2 = Number.NaN, y2 = Number.NaN]: Point,
  x: number,
): number {
  return x === x2 ? y2 : y1 + ((x - x1) / (x2 - x1)) * (y2 - y1);
}
