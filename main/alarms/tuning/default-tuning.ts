/**
 * Deadband and delays of an alarm whose row does not say them, by what is measured (pure). The figures are the usual starting
 * points of ISA-18.2 and EEMUA 191 (pressure 2 %, flow and level 5 %, temperature 1 % of the range; 15, 15, 60, 60 s; 5 s for
 * states), to be replaced by the tag's own history: see `suggest.ts`. Too small ones chatter, too large ones come late.
 */
import type { SignalClass } from '../../../shared/model/tag.ts';

export type Quantity = 'flow' | 'level' | 'pressure' | 'temperature' | 'digital' | 'other';

export interface Measured {
  readonly name: string;
  readonly signalClass: SignalClass;
  readonly unit: string;
  readonly low: number | null;
  readonly high: number | null;
}

const DEADBAND_PERCENT: Readonly<Record<Quantity, number>> = {
  flow: 5,
  level: 5,
  pressure: 2,
  temperature: 1,
  digital: 0,
  other: 1,
};

const DELAY_S: Readonly<Record<Quantity, number>> = {
  flow: 15,
  level: 60,
  pressure: 15,
  temperature: 60,
  digital: 5,
  other: 5,
};

const BY_UNIT: readonly (readonly [RegExp, Quantity])[] = [
  [/^(k|M|m)?(Pa|bar)$/, 'pressure'],
  [/^(°C|K)$/, 'temperature'],
  [/^(N?m[³3]|[kM]?g|t|L|[kMG]?J)\/(s|min|h|d)$/, 'flow'],
];

/** From the unit; a level is named so (ISA-5.1: first letter L), because its unit is also that of many other things. */
export function quantityOf({ name, unit, signalClass }: Measured): Quantity {
  if (name.startsWith('L') && unit !== '') return 'level';
  const byUnit = BY_UNIT.find(([pattern]) => pattern.test(unit));
  if (byUnit !== undefined) return byUnit[1];
  return unit === '' && (signalClass === 'DI' || signalClass === 'DO') ? 'digital' : 'other';
}

/** In the unit of the tag; 0 for a tag without a range. */
export function defaultDeadband(tag: Measured): number {
  if (tag.low === null || tag.high === null) return 0;
  return Number((((tag.high - tag.low) * DEADBAND_PERCENT[quantityOf(tag)]) / 100).toPrecision(6));
}

/** Of both delays, s; that of a state for what is no measurement (quality, devices, expressions). */
export const defaultDelayS = (tag: Measured | null): number => DELAY_S[tag === null ? 'digital' : quantityOf(tag)];
