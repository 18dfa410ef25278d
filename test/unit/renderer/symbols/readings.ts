/** Readings of symbols from plain numbers, for tables of states. */
import type { Reading, Readings } from '../../../../renderer/mimic/define-symbol.ts';

/** Null = bound, but not known. */
export const of = (values: Record<string, number | null>, more: Partial<Omit<Reading, 'value'>> = {}): Readings =>
  Object.fromEntries(Object.entries(values).map(([role, value]) => [role, { value, isStale: false, ...more }]));

export const OLD = { isStale: true } as const;
