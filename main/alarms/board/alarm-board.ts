/**
 * What everybody is shown of the alarms (main thread): the fold of the rows that have been told, and which of them cannot be judged
 * now. Screens, sound and figures ask here and not the engine, so that nobody sees what the journal may not have.
 */
import { isHidden, stateName } from '../../../shared/alarm/state-machine.ts';
import {
  ALARM_PRIORITIES,
  type AlarmCounts,
  type AlarmDefinition,
  type AlarmPriority,
  type AlarmRecord,
  type AlarmStatus,
  type AlarmTransition,
} from '../../../shared/model/alarm.ts';
import type { Clock } from '../../platform/clock.ts';
import { isChattering } from '../engine/chatter-guard.ts';
import { placeOf } from '../engine/record/first-out.ts';
import { FRESH_RECORD } from '../engine/record/next-record.ts';
import type { AlarmSnapshot } from '../journal/alarm-journal.ts';
import type { ToldListener } from '../journal/commit-queue.ts';
import { FloodMarks } from './flood.ts';

interface Entry {
  readonly definition: AlarmDefinition;
  record: AlarmRecord;
  /** Number of its last row. */
  sequence: number;
  /** Number of the row that called last. */
  announced: number;
}

/** The sound that an area of responsibility should hear. */
export interface AlarmSound {
  /** Highest priority that is unacknowledged and not silenced; null = silence. */
  readonly priority: AlarmPriority | null;
  /** Alarms of that priority that sound. */
  readonly ids: readonly string[];
}

/** Why an alarm cannot be judged. */
export interface Unjudged {
  /** Tags that give nothing usable. */
  readonly lacking: readonly string[];
  /** By design: the project says that the tag is not there yet. It is told where the alarm is looked at, and not counted. */
  readonly isExpected: boolean;
}

export class AlarmBoard {
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #groups: ReadonlyMap<string, readonly Entry[]>;
  readonly #clock: Clock;
  readonly #flood = new FloodMarks();
  readonly #listeners = new Set<ToldListener>();
  /** By area: alarms that called up to this row are silenced. */
  readonly #silenced = new Map<string, number>();
  #unjudged: ReadonlyMap<string, Unjudged> = new Map();
  #sequence: number;

  constructor(definitions: readonly AlarmDefinition[], snapshot: AlarmSnapshot, clock: Clock) {
    this.#clock = clock;
    const last = new Map(snapshot.last.map(row => [row.id, row]));
    const entries = definitions.map((definition): Entry => {
      const row = last.get(definition.id);
      const sequence = row?.sequence ?? 0;
      return { definition, record: row?.after ?? FRESH_RECORD, sequence, announced: sequence };
    });
    this.#entries = new Map(entries.map(entry => [entry.definition.id, entry]));
    const grouped = entries.filter(entry => entry.definition.group !== null);
    this.#groups = Map.groupBy(grouped, entry => entry.definition.group ?? '');
    this.#sequence = snapshot.lastSequence;
    // A time after now is of a clock that was set back: how old it is nobody knows.
    const now = clock.now();
    for (const { area, received } of snapshot.announced) {
      if (received <= now) this.#flood.add(area, clock.monotonic(), now - received);
    }
  }

  /** Number of the last row that was told. */
  get sequence(): number {
    return this.#sequence;
  }

  get definitions(): readonly AlarmDefinition[] {
    return [...this.#entries.values()].map(entry => entry.definition);
  }

  /** Rows as they become known. Listeners are called once for each batch, in order, and must not block. */
  take(rows: readonly AlarmTransition[], isDurable: boolean): void {
    for (const row of rows) {
      const entry = this.#entries.get(row.id);
      this.#sequence = row.sequence;
      if (row.isAnnounced) this.#called(row);
      if (entry === undefined) continue;
      entry.record = row.after;
      entry.sequence = row.sequence;
      if (row.isAnnounced) entry.announced = row.sequence;
    }
    for (const listener of this.#listeners) listener(rows, isDurable);
  }

  /** Alarms that cannot be judged from now on; all others can. */
  cannotJudge(alarms: ReadonlyMap<string, Unjudged>): void {
    this.#unjudged = alarms;
  }

  subscribe(listener: ToldListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** `now` is epoch ms. Undefined for an alarm that the project does not have. */
  status(id: string, now: number): AlarmStatus | undefined {
    const entry = this.#entries.get(id);
    return entry === undefined ? undefined : this.#status(entry, now);
  }

  /** All of them, in the order of the project. */
  statuses(now: number): readonly AlarmStatus[] {
    return [...this.#entries.values()].map(entry => this.#status(entry, now));
  }

  /** Of some areas, or of all, as they are now; so is the flood mark. */
  counts(areas: ReadonlySet<string> | null = null): AlarmCounts {
    const entries = this.#of(areas);
    const names = entries.map(({ record }) => stateName(record.state));
    const byPriority = (is: (entry: Entry) => boolean): readonly number[] =>
      ALARM_PRIORITIES.map(p => entries.filter(entry => entry.definition.priority === p && is(entry)).length);
    return {
      unacknowledged: byPriority(isUnacknowledged),
      active: byPriority(({ record: { state } }) => !isHidden(state) && state.process === 'alarm'),
      shelved: names.filter(name => name === 'SHELVED').length,
      suppressed: names.filter(name => name === 'SUPPRESSED').length,
      outOfService: names.filter(name => name === 'OOS').length,
      unjudged: entries.filter(({ definition }) => this.#unjudged.get(definition.id)?.isExpected === false).length,
      ...this.#flood.at(this.#clock.monotonic(), areas),
    };
  }

  /** Everything that anybody was shown of floods: a change of it comes by time alone, no row tells of it. */
  get floodNews(): string {
    return this.#flood.news(this.#clock.monotonic());
  }

  /** Only alarms that are there sound; one that has returned flashes. */
  sound(areas: ReadonlySet<string> | null = null): AlarmSound {
    const sounding = this.#of(areas).filter(
      ({ record, definition, announced }) =>
        stateName(record.state) === 'UNACK' && announced > (this.#silenced.get(definition.area) ?? -1),
    );
    const priority = ALARM_PRIORITIES.find(p => sounding.some(({ definition }) => definition.priority === p)) ?? null;
    const ids = sounding.filter(({ definition }) => definition.priority === priority).map(e => e.definition.id);
    return { priority, ids };
  }

  /** What sounded up to row `heard` (all of now) is silent; the next call sounds again. Acknowledges nothing. */
  silence(areas: ReadonlySet<string> | null = null, heard = this.#sequence): void {
    const upTo = Math.min(heard, this.#sequence);
    for (const { definition } of this.#of(areas)) {
      this.#silenced.set(definition.area, Math.max(upTo, this.#silenced.get(definition.area) ?? 0));
    }
  }

  /** A row is told within moments of its time: what is older or younger is the clock's doing. */
  #called({ received, area }: AlarmTransition): void {
    const ageMs = Math.max(0, this.#clock.now() - received);
    this.#flood.add(area, this.#clock.monotonic(), ageMs);
  }

  #of(areas: ReadonlySet<string> | null): readonly Entry[] {
    const entries = [...this.#entries.values()];
    return areas === null ? entries : entries.filter(({ definition }) => areas.has(definition.area));
  }

  #status({ definition, record, sequence }: Entry, now: number): AlarmStatus {
    const { id, priority, area, tag, group } = definition;
    const name = stateName(record.state);
    const members = group === null ? [] : (this.#groups.get(group) ?? []).map(member => member.record);
    return {
      ...{ id, name, priority, area, tag, record, sequence },
      isStanding: !isHidden(record.state) && name !== 'NORMAL',
      isUnacknowledged: isUnacknowledged({ record }),
      isChattering: isChattering(record, now),
      isJudged: !this.#unjudged.has(id),
      lacking: this.#unjudged.get(id)?.lacking ?? [],
      firstOut: placeOf(members, record.firstOut),
    };
  }
}

const isUnacknowledged = ({ record: { state } }: Pick<Entry, 'record'>): boolean =>
  !isHidden(state) && !state.isAcknowledged;
