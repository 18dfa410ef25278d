/**
 * The whole of an alarm after a transition as JSON (pure): what is as it is of an alarm at rest is left out, which makes most rows a
 * quarter as long. What is left out is part of the format and does not follow the program.
 */
import type { AlarmRecord, AlarmState } from '../../../shared/model/alarm.ts';

const STATE: AlarmState = {
  process: 'normal',
  isAcknowledged: true,
  isLatched: false,
  shelved: null,
  suppressed: [],
  outOfService: null,
};

const RECORD: Omit<AlarmRecord, 'state'> = {
  raisedAt: null,
  clearedAt: null,
  raisedValue: null,
  raisedLimit: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  count: 0,
  recentRaises: [],
  chatter: null,
  knownBefore: 'no',
  isOwed: false,
  shelvings: [],
  firstOut: null,
};

export function afterJson({ state, ...record }: AlarmRecord): string {
  const changed = without(state, STATE);
  const rest = without(record, RECORD);
  return JSON.stringify(Object.keys(changed).length > 0 ? { state: changed, ...rest } : rest);
}

/** Null for what is no such JSON. */
export function afterFrom(json: string): AlarmRecord | null {
  try {
    const found: Partial<AlarmRecord> | null = JSON.parse(json);
    if (typeof found !== 'object' || found === null) return null;
    return { ...RECORD, ...found, state: { ...STATE, ...found.state } };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function without<T extends object>(value: T, usual: T): Partial<T> {
  const left: Partial<T> = {};
  for (const key in value) if (!isSame(value[key], usual[key])) left[key] = value[key];
  return left;
}

/** Nothing that is usual has anything in it. */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length + b.length === 0);
