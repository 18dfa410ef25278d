/**
 * Equipment of the station as data: `assets.json` of a project. An asset gives a symbol all its tags at once, by role, and a
 * faceplate what no tag says: mechanical set points with their source, fail position, dates of tests, permissives. One schema
 * gives the type and the validation. What an asset does not say is unknown and is shown as such, never guessed.
 */
import { z } from 'zod';

export const ASSET_TYPES = [
  'valve',
  'slam-shut',
  'regulator-run',
  'analog',
  'meter-run',
  'motor',
  'analyser',
  'vessel',
  'unit',
] as const;
export type AssetType = (typeof ASSET_TYPES)[number];

/** What each type may be bound to; the names are those of the symbols' roles where a symbol has one. None is required. */
export const ASSET_ROLES = {
  valve: ['open', 'closed', 'status', 'command', 'dp'],
  'slam-shut': ['closed', 'outlet'],
  'regulator-run': [
    'travel',
    'between',
    'inlet',
    'closed',
    'outlet',
    'header',
    'check',
    'temperature',
    'setpoint',
    'lifted',
  ],
  analog: ['value', 'setpoint', 'check'],
  'meter-run': [
    'running',
    'actual',
    'standard',
    'total',
    'pressure',
    'temperature',
    'compressibility',
    'status',
    'sos',
    'sosDeviation',
    'performance',
    'snr',
    'gain',
    'profile',
  ],
  motor: ['running', 'status', 'command', 'setpoint', 'rate', 'feedback', 'level', 'total'],
  analyser: [
    'status',
    'c1',
    'c2',
    'c3',
    'ic4',
    'nc4',
    'ic5',
    'nc5',
    'c6',
    'n2',
    'co2',
    'sum',
    'heating',
    'wobbe',
    'density',
  ],
  vessel: ['running', 'dp', 'level', 'pressure', 'temperature', 'position', 'setpoint', 'drain', 'signal', 'lifted'],
  unit: [
    'running',
    'status',
    'input',
    'output',
    'load',
    'runtime',
    'current',
    'potential',
    'mains',
    'fault',
    'temperature',
    'humidity',
    'pressure',
    'speed',
    'direction',
  ],
} as const satisfies Record<AssetType, readonly string[]>;

/** What a bit of a status word means to a faceplate; a bit without one is only a line of text. */
export const BIT_MEANINGS = [
  'remote',
  'auto',
  'running',
  'fault',
  'opening',
  'closing',
  'torque',
  'power',
  'discrepancy',
] as const;

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const equipment = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/)
  .meta({ form: { zh: '设备位号，如 XV-1101', en: 'the tag of the equipment, such as XV-1101' } });
/** A tag name, or an expression when it starts with `=`. Expressions are evaluated in main. */
const binding = z.string().min(1);
const date = z.iso.date().meta({ form: { zh: '日期，如 2027-06-14', en: 'a date such as 2027-06-14' } });
const bitSchema = z.strictObject({
  bit: z.number().int().min(0).max(15),
  is: z.enum(BIT_MEANINGS).optional(),
  text,
});

const setPointSchema = z.strictObject({
  /** The device that is set. */
  of: equipment,
  kind: z.enum(['worker', 'monitor', 'slam-shut', 'relief']),
  value: z.number(),
  unit: z.string(),
  /** Where the number comes from: a plate, a sheet, a list. */
  source: text,
});

const permissiveSchema = z.strictObject({
  action: z.enum(['open', 'close', 'set', 'reset']),
  text,
  /** True while it is met. Absent: no signal says it, a person has to. */
  when: z
    .string()
    .startsWith('=')
    .meta({ form: { zh: '以 = 开头的表达式', en: 'an expression that starts with =' } })
    .optional(),
});

export const assetSchema = z.strictObject({
  id: equipment,
  type: z.enum(ASSET_TYPES),
  name: text,
  /** The screen that shows it best. */
  scene: z.string().min(1).optional(),
  tags: z.record(z.string(), binding),
  /** Name of the entry of `words` that says what the bits of `tags.status` mean. */
  word: z.string().min(1).optional(),
  /** As the symbol's prop of this name. */
  actuator: z.enum(['EH', 'M', 'piston', 'hand']).optional(),
  fail: z.enum(['open', 'close', 'last']).optional(),
  /** Longest travel between the limits that the control system allows, s. */
  travelLimitS: z.number().positive().optional(),
  duty: z.enum(['duty', 'standby']).optional(),
  setPoints: z.array(setPointSchema).default([]),
  /** What a remote set point is held to by the control system, in its unit. */
  clamp: z.strictObject({ low: z.number(), high: z.number(), perMinute: z.number().positive().optional() }).optional(),
  tests: z.array(z.strictObject({ what: text, due: date })).default([]),
  /** What the safety system does to it. */
  trips: text.optional(),
  /** What somebody who operates it has to know, in a sentence. */
  note: text.optional(),
  permissives: z.array(permissiveSchema).default([]),
  /** Other assets that belong to it. */
  parts: z.array(equipment).default([]),
});

export const assetFileSchema = z.strictObject({
  words: z.record(z.string(), z.array(bitSchema)).default({}),
  assets: z.array(assetSchema),
});

export type StatusBit = z.output<typeof bitSchema>;
export type SetPoint = z.output<typeof setPointSchema>;
export type Permissive = z.output<typeof permissiveSchema>;
export type AssetRow = z.output<typeof assetSchema>;

/** An asset as everybody gets it: `word` has become the bits themselves. */
export interface Asset extends Omit<AssetRow, 'word'> {
  readonly bits: readonly StatusBit[];
}

/**
 * An asset as clients get it: every role and every `when` is a name that can be subscribed to; expressions have become
 * derived points, whose handles stand beside.
 */
export interface ServedAsset extends Asset {
  readonly handles: Readonly<Record<string, number>>;
}
