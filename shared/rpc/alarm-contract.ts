/** The part of the contract that is about alarms; joined with the others in `contract.ts`. */
import { z } from 'zod';
import {
  ALARM_EVENTS,
  ALARM_STATES,
  type AlarmCounts,
  type AlarmDefinition,
  type AlarmPriority,
  type AlarmStatus,
} from '../model/alarm.ts';
import type { AlarmContext, AlarmJournalPage, AlarmPerformance, AlarmSuggestion } from '../model/alarm-journal.ts';
import type { Text } from '../text/text.ts';
import { command, nameParts, nothing, person, query, reason, stream, tagName, time } from './entry.ts';

/** What an alarm is, and what it is judged by, for its card. */
export interface AlarmDescription extends AlarmDefinition {
  /** Limit as it is now, engineering units; null where there is none or it is not known. */
  readonly limit: number | null;
  /** The tag or the mode that gives the limit is bad now: this is the last good one. */
  readonly isLimitHeld: boolean;
  readonly deadband: number | null;
  readonly onDelayMs: number;
  readonly offDelayMs: number;
  /** Tags that belong together with it: same equipment, second tag, limit tag. */
  readonly relatedTags: readonly string[];
}

/**
 * All alarms first, then those that changed, whatever their area: a picture may show them all. `counts` and `sound` are of the areas
 * that the stream was opened for.
 */
export interface AlarmStreamItem {
  readonly snapshot: boolean;
  readonly statuses: readonly AlarmStatus[];
  readonly counts: AlarmCounts;
  readonly sound: { readonly priority: AlarmPriority | null; readonly ids: readonly string[] };
  /** Number of the last row that was told. */
  readonly sequence: number;
  /** False while the disk takes no rows: what is shown may be lost by a power cut. */
  readonly isDurable: boolean;
  /** Rows that were given up since the start of the station, because the disk took none for too long. */
  readonly lostRows: number;
}

/** What was done, and to which alarms not and why. */
export interface AlarmActionAnswer {
  /** False when the disk has not taken it yet: it is done and shown, and a power cut may take it. */
  readonly isDurable: boolean;
  readonly done: readonly string[];
  readonly refused: readonly { readonly id: string; readonly code: string; readonly text: Text }[];
}

export interface AlarmFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Rows in it. */
  readonly rows: number;
  /** There were more than a file takes. */
  readonly isCut: boolean;
}

const alarmId = z.string().min(1).max(200);
const areas = z.array(z.string().min(1).max(64)).max(256);
const comment = z.string().trim().max(400).default('');
const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const sequence = z.int().nonnegative();
const page = z.array(alarmId).min(1).max(200);

const filter = {
  from: time,
  to: time,
  ids: z.array(alarmId).max(1_000).optional(),
  tags: z.array(tagName).max(1_000).optional(),
  names: nameParts.optional(),
  areas: areas.optional(),
  priorities: z.array(priority).max(4).optional(),
  events: z.array(z.enum(ALARM_EVENTS)).max(ALARM_EVENTS.length).optional(),
  states: z.array(z.enum(ALARM_STATES)).max(ALARM_STATES.length).optional(),
  who: z.string().trim().max(64).optional(),
  text: z.string().trim().max(200).optional(),
};

export const alarmContract = {
  'alarms.describe': query<readonly AlarmDescription[]>()(nothing),
  /** Alarms as they are now, those at rest too. */
  'alarms.read': query<AlarmStreamItem>()(nothing),
  /** Rows, newest first; `before` is the sequence number where the page before ended. */
  'alarms.journal': query<AlarmJournalPage>()(
    z.strictObject({
      ...filter,
      before: z.int().positive().optional(),
      limit: z.int().min(1).max(1_000).default(200),
    }),
  ),
  /** The same rows as a file, oldest first: `csv` (UTF-8 with BOM) or `xlsx`; 100,000 rows at most, and a last line that says when there are more. */
  'alarms.export': query<AlarmFile>()(
    z.strictObject({ ...filter, format: z.enum(['csv', 'xlsx']), language: z.enum(['zh', 'en']) }),
  ),
  /** What was kept around a call of priority 1 or 2, by the number of its row; null when nothing was. */
  'alarms.context': query<AlarmContext | null>()(z.strictObject({ sequence: z.int().positive() })),
  /** Of 400 days at most. */
  'alarms.performance': query<AlarmPerformance>()(z.strictObject({ from: time, to: time, areas: areas.optional() })),
  /** Looks through the last `days` of the tag's own history; one at a time, `busy` when some wait already. */
  'alarms.suggest': query<AlarmSuggestion | null>()(
    z.strictObject({ id: alarmId, days: z.int().min(1).max(92).default(31) }),
  ),
  /**
   * One, or those of a visible page, of which priority 1 is refused (`one-by-one`). `seen` has the `sequence` of each as it was shown: what has called again since is refused
   * (`called-again`), because nobody has seen that. Left out, they are meant as they are now: for who reads and acts at once.
   */
  'alarms.acknowledge': command<AlarmActionAnswer>()(
    'operator',
    z.strictObject({ ids: page, seen: z.record(alarmId, sequence).optional(), who: person, comment }),
  ),
  /** All of an area but priority 1, and but what has called since the row `seen`, the `sequence` of the stream. */
  'alarms.acknowledgeArea': command<AlarmActionAnswer>()(
    'operator',
    z.strictObject({ area: z.string().min(1).max(64), seen: sequence.optional(), who: person, comment }),
  ),
  /** Of a latched alarm whose cause is gone. */
  'alarms.reset': command<AlarmActionAnswer>()('operator', z.strictObject({ ids: page, who: person, comment })),
  'alarms.shelve': command<AlarmActionAnswer>()(
    'operator',
    z.strictObject({ id: alarmId, until: time, who: person, why: reason }),
  ),
  'alarms.unshelve': command<AlarmActionAnswer>()('operator', z.strictObject({ id: alarmId, who: person, comment })),
  'alarms.removeFromService': command<AlarmActionAnswer>()(
    'engineer',
    z.strictObject({ id: alarmId, until: time, who: person, why: reason }),
  ),
  'alarms.returnToService': command<AlarmActionAnswer>()(
    'engineer',
    z.strictObject({ id: alarmId, who: person, comment }),
  ),
  /** Suppresses all alarms of a piece of equipment that is out of service. */
  'alarms.takeEquipmentOut': command<AlarmActionAnswer>()(
    'engineer',
    z.strictObject({ equipment: z.string().min(1).max(64), until: time, who: person, why: reason }),
  ),
  'alarms.returnEquipment': command<AlarmActionAnswer>()(
    'engineer',
    z.strictObject({ equipment: z.string().min(1).max(64), who: person, comment }),
  ),
  /** What sounds now is silent, everywhere; a new alarm sounds again. Acknowledges nothing. */
  'alarms.silence': command<null>()(
    'operator',
    z.strictObject({
      areas: areas.optional(),
      /** Left out where nobody is on duty: it is no decision about the plant. */
      who: person.optional(),
      /** `sequence` of the item that the person had: what has come since goes on sounding, because nobody has heard it. */
      heard: z.int().nonnegative().optional(),
    }),
  ),
  alarms: stream<AlarmStreamItem>()(z.strictObject({ areas: areas.optional() })),
} as const;
