/** What faceplates say, on every tab; rules in ../catalog.ts. Names of equipment and of bits are the project's. */
import type { AssetType } from '../../model/asset.ts';

export const PLATE_TABS = [
  'operate',
  'value',
  'interlocks',
  'setpoints',
  'limits',
  'diagnostics',
  'totals',
  'components',
  'constants',
  'trend',
  'alarms',
  'history',
  'notes',
] as const;
export type PlateTab = (typeof PLATE_TABS)[number];

/** Lines of a faceplate that stand for something the project may not have. */
type Lacking =
  | 'notSaid'
  | 'noSignal'
  | 'noAlarms'
  | 'noPermissives'
  | 'noNotes'
  | 'noHistory'
  | 'noOperations'
  | 'noTotals'
  | 'noPaths'
  | 'notCalculated'
  | 'noTags'
  | 'noConstants'
  | 'untilGate';

export interface FaceplateTexts {
  /** With `{name}`. */
  readonly title: string;
  readonly open: string;
  readonly type: Readonly<Record<AssetType, string>>;
  readonly tab: Readonly<Record<PlateTab, string>>;
  readonly pin: string;
  readonly unpin: string;
  readonly close: string;
  readonly drag: string;
  /** A fourth one was wanted. */
  readonly allPinned: string;
  readonly unknown: string;
  readonly quality: string;
  readonly good: string;
  readonly mode: Readonly<
    Record<'remote' | 'local' | 'auto' | 'manual' | 'fault' | 'duty' | 'standby' | 'inUse' | 'idle' | 'forced', string>
  >;
  readonly lacking: Readonly<Record<Lacking, string>>;
  /** Names of roles; those of components of gas are the same in both languages. */
  readonly role: Readonly<Record<string, string>>;
  readonly state: {
    readonly limits: string;
    readonly discrepancy: string;
    readonly noPosition: string;
    readonly controls: Readonly<Record<'worker' | 'monitor' | 'shut' | 'none' | 'unknown', string>>;
    readonly controlling: string;
    readonly travelLimit: string;
    readonly fail: string;
    readonly failTo: Readonly<Record<'open' | 'close' | 'last', string>>;
  };
  readonly command: {
    readonly title: string;
    /** Why all of it is disabled. */
    readonly gate: string;
    readonly steps: readonly [string, string, string, string];
    readonly open: string;
    readonly stop: string;
    readonly close: string;
    readonly start: string;
    readonly halt: string;
    readonly setpoint: string;
    readonly apply: string;
    readonly present: string;
    /** `{low}` to `{high}`, at most `{rate}` a minute. */
    readonly range: string;
    readonly none: string;
    readonly substitute: string;
  };
  readonly permissive: {
    readonly open: string;
    readonly close: string;
    readonly set: string;
    readonly reset: string;
    readonly met: string;
    readonly unmet: string;
    readonly person: string;
    readonly trips: string;
    readonly firstOut: string;
    readonly noTrip: string;
  };
  readonly setPoint: {
    readonly of: Readonly<Record<'worker' | 'monitor' | 'slam-shut' | 'relief', string>>;
    readonly device: string;
    readonly value: string;
    readonly fromOutlet: string;
    readonly source: string;
    readonly readOnly: string;
    readonly remote: string;
    readonly clamp: string;
    readonly lockUp: string;
    readonly creep: string;
    readonly hunting: string;
    readonly testDue: string;
  };
  readonly analog: {
    readonly hourChange: string;
    /** With `{tag}`. */
    readonly difference: string;
    readonly lastHour: string;
    readonly calibration: string;
  };
  readonly limit: {
    readonly alarm: string;
    readonly limit: string;
    readonly deadband: string;
    readonly priority: string;
    readonly delay: string;
    readonly state: string;
    readonly held: string;
  };
  readonly trend: {
    readonly span: string;
    readonly spans: Readonly<Record<'hour' | 'day' | 'week', string>>;
    readonly pen: string;
    readonly open: string;
  };
  readonly alarm: { readonly last: string; readonly tag: string };
  readonly meter: {
    readonly bits: string;
    readonly noBits: string;
    readonly deviation: string;
    readonly paths: string;
    readonly theory: string;
    readonly gcAge: string;
    readonly hostDifference: string;
    readonly inUse: string;
    readonly span: string;
    readonly volume: string;
    readonly known: string;
    readonly reading: string;
    readonly spans: Readonly<Record<'today' | 'yesterday' | 'gasDay' | 'gasDayBefore' | 'month', string>>;
  };
  readonly travel: {
    readonly operations: string;
    readonly opened: string;
    readonly closed: string;
    readonly mean: string;
    readonly longest: string;
    /** Bars of the last `{count}`. */
    readonly title: string;
    readonly lastAt: string;
    readonly lastBy: string;
    /** Days looked through: `{days}`. */
    readonly span: string;
  };
  readonly note: {
    readonly safety: string;
    readonly note: string;
    readonly parts: string;
    readonly tests: string;
    readonly due: string;
    readonly lockOut: string;
    readonly noLockOut: string;
    readonly constants: string;
  };
}
