/**
 * From a raw value to an engineering value and its quality: is it a number at all, scaling, range, clamping, in that order.
 * Pure; made once per project. The range is judged before clamping and, for a square root, on the raw side as well: both
 * would otherwise show a broken transmitter as a good value at the end of its range.
 */
import { DEVICE_FAULT, isBad, isGood, OUT_OF_RANGE, type Quality } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';
import type { Scaling } from '../project/types.ts';
import { toEngineering } from './scaling.ts';

/**
 * A 4–20 mA signal is valid from 3.8 to 20.5 mA (NAMUR NE 43): 1.25 % below and 3.125 % above the range. Beyond that the
 * transmitter says that it is broken or out of its range.
 */
const UNDER_RANGE = 0.0125;
const OVER_RANGE = 0.03125;

export interface Measured {
  /** Range in engineering units; null where the tag has none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Left out or null: the raw value is the value. */
  readonly scaling?: Scaling | null;
  /** Beyond its range the value is held at the end of the range; it is out of range all the same. */
  readonly isClamped?: boolean;
}

export interface Converted {
  /** NaN when the quality is bad. */
  readonly v: number;
  readonly q: Quality;
}

interface Rule {
  readonly scaling: Scaling | null;
  /** What a clamped value is held within; infinite where it is not clamped. */
  readonly floor: number;
  readonly ceiling: number;
  /** Raw values of a square root beyond which the signal is not valid. */
  readonly rawLeast: number;
  readonly rawMost: number;
}

export class Conversion {
  /** Engineering values beyond these are out of range; those of a tag without a range let every finite number through. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** Undefined for a tag whose raw value is its value. */
  readonly #rules: readonly (Rule | undefined)[];

  constructor(points: readonly Measured[]) {
    this.least = Float64Array.from(points, ({ low, high }) => validSpan(low, high)[0]);
    this.most = Float64Array.from(points, ({ low, high }) => validSpan(low, high)[1]);
    this.#rules = points.map(ruleOf);
  }

  /** True where the raw value is the value. */
  isPlain(h: Handle): boolean {
    return this.#rules[h] === undefined;
  }

  /** Value and quality of the number `raw` that the device called `q`. */
  of(h: Handle, raw: number, q: Quality): Converted {
    if (isBad(q)) return { v: Number.NaN, q };
    const rule = this.#rules[h];
    const value = rule === undefined ? raw : toEngineering(rule.scaling, raw);
    if (!Number.isFinite(raw) || !Number.isFinite(value)) return { v: Number.NaN, q: DEVICE_FAULT };
    const isOutside = value < (this.least[h] ?? value) || value > (this.most[h] ?? value);
    if (rule === undefined) return { v: value, q: isOutside && isGood(q) ? OUT_OF_RANGE : q };
    const isInvalid = isOutside || raw < rule.rawLeast || raw > rule.rawMost;
    const held = Math.min(rule.ceiling, Math.max(rule.floor, value));
    return { v: held, q: isInvalid && isGood(q) ? OUT_OF_RANGE : q };
  }
}

function ruleOf({ low, high, scaling = null, isClamped = false }: Measured): Rule | undefined {
  if (scaling === null && !isClamped) return undefined;
  const [rawLeast, rawMost] =
    scaling?.kind === 'sqrt' ? validSpan(scaling.rawLow, scaling.rawHigh) : validSpan(null, null);
  return {
    scaling,
    floor: isClamped && low !== null ? low : Number.NEGATIVE_INFINITY,
    ceiling: isClamped && high !== null ? high : Number.POSITIVE_INFINITY,
    rawLeast,
    rawMost,
  };
}

/** First and last valid value; every finite number where there is no range. */
function validSpan(low: number | null, high: number | null): readonly [number, number] {
  if (low === null || high === null) return [-Number.MAX_VALUE, Number.MAX_VALUE];
  const span = Math.abs(high - low);
  return [
    Math.max(-Number.MAX_VALUE, Math.min(low, high) - span * UNDER_RANGE),
    Math.min(Number.MAX_VALUE, Math.max(low, high) + span * OVER_RANGE),
  ];
}
