/** An alarm engine with a clock turned by hand, a journal in memory, and tags given by name. */
import type { Condition } from '../../../../main/alarms/conditions/condition.ts';
import { AlarmEngine } from '../../../../main/alarms/engine/alarm-engine.ts';
import type { AlarmActor } from '../../../../main/alarms/engine/operator-desk.ts';
import type { AlarmJournal } from '../../../../main/alarms/journal/alarm-journal.ts';
import type { CommitLimits } from '../../../../main/alarms/journal/commit-queue.ts';
import { snapshotOf } from '../../../../main/alarms/journal/fold.ts';
import {
  type AlarmDefinition,
  type AlarmKind,
  type AlarmStateName,
  type AlarmTransition,
  LONGEST_SHELVING_MS,
} from '../../../../shared/model/alarm.ts';
import { COMM_LOSS, DISABLED, GOOD, NOT_READ_YET, type Quality, STALE } from '../../../../shared/model/quality.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { TestCondition, type TestConditionOptions } from './test-condition.ts';

export const OPERATOR: AlarmActor = { who: 'li', where: 'console 1', isSupervisor: false };
export const SUPERVISOR: AlarmActor = { who: 'wang', where: 'console 2', isSupervisor: true };

const NOTHING = { zh: '无', en: 'none' };

export interface AlarmOptions extends Partial<Omit<AlarmDefinition, 'id' | 'tag' | 'kind'>> {
  readonly limit?: number;
  readonly condition?: Partial<TestConditionOptions>;
}

/** `TAG/KIND`; the condition is a limit of the tag, or the loss of the device. */
export function alarm(
  id: string,
  { limit = 10, condition, ...rest }: AlarmOptions = {},
): { definition: AlarmDefinition; condition: () => Condition } {
  const [name, kind] = id.split('/') as [string, AlarmKind];
  const isLost = kind === 'LOST';
  const priority = rest.priority ?? 3;
  const definition: AlarmDefinition = {
    id,
    tag: isLost ? null : name,
    kind,
    priority,
    area: '1300',
    device: isLost ? name : null,
    equipment: null,
    texts: { message: NOTHING, consequence: NOTHING, cause: NOTHING, action: NOTHING },
    timeToRespondS: null,
    card: null,
    isLatching: false,
    group: null,
    hides: [],
    reAlarmAfterMs: null,
    maxShelveMs: LONGEST_SHELVING_MS[priority],
    suppressWhen: null,
    ...rest,
  };
  const options: TestConditionOptions = {
    input: { kind: isLost ? 'device' : 'tag', name },
    limit: isLost ? 1 : limit,
    isLow: kind === 'L' || kind === 'LL',
    isOfQuality: kind === 'BAD',
    ...condition,
  };
  return { definition, condition: () => new TestCondition(options) };
}

export type RigAlarm = ReturnType<typeof alarm>;

export class MemoryJournal implements AlarmJournal {
  readonly rows: AlarmTransition[] = [];
  isRefusing = false;

  append(rows: readonly AlarmTransition[]): Promise<void> {
    if (this.isRefusing) return Promise.reject(new Error('no room'));
    this.rows.push(...rows);
    return Promise.resolve();
  }
}

interface Operand {
  readonly v: number;
  readonly q: Quality;
}

export interface RigOptions {
  readonly clock?: HandClock;
  readonly journal?: MemoryJournal;
  readonly limits?: Partial<CommitLimits>;
}

export class AlarmRig {
  readonly clock: HandClock;
  readonly journal: MemoryJournal;
  readonly engine: AlarmEngine;
  readonly values = new Map<string, { v: number; q: Quality }>();
  readonly #alarms: readonly RigAlarm[];
  readonly #tags: readonly string[];

  constructor(
    alarms: readonly RigAlarm[],
    { clock = new HandClock(), journal = new MemoryJournal(), limits }: RigOptions = {},
  ) {
    this.clock = clock;
    this.journal = journal;
    this.#alarms = alarms;
    const named = alarms.flatMap(({ definition: { tag, suppressWhen } }) => [
      ...(tag === null ? [] : [tag]),
      ...(suppressWhen?.match(/[^[\]]+(?=\])/g) ?? []),
    ]);
    this.#tags = [...new Set(named)];
    this.engine = new AlarmEngine({
      alarms: alarms.map(({ definition, condition }) => ({ definition, condition: condition() })),
      journal,
      clock,
      handleOf: tag => (this.#tags.includes(tag) ? this.#tags.indexOf(tag) : undefined),
      environment: { tag: tag => this.values.get(tag) ?? { v: Number.NaN, q: NOT_READ_YET }, lost: () => false },
      snapshot: snapshotOf(journal.rows, clock.now()),
      ...(limits === undefined ? {} : { limits }),
    });
    this.engine.start();
  }

  /** Another engine over the same journal, as after a kill. */
  restarted(): AlarmRig {
    return new AlarmRig(this.#alarms, { clock: this.clock, journal: this.journal });
  }

  /** One batch; a number is a good value, NaN one that is stale, null is what a lost device gives. Source time is now unless `at` says otherwise. */
  set(values: Readonly<Record<string, number | null>>, at: Readonly<Record<string, number>> = {}): void {
    const operands = Object.values(values).map(v => {
      if (v === null) return { v: Number.NaN, q: COMM_LOSS };
      return { v, q: Number.isNaN(v) ? STALE : GOOD };
    });
    this.#take(Object.keys(values), operands, at);
  }

  #take(names: readonly string[], operands: readonly Operand[], at: Readonly<Record<string, number>> = {}): void {
    for (const [i, name] of names.entries()) this.values.set(name, operands[i] ?? { v: Number.NaN, q: NOT_READ_YET });
    this.engine.take({
      handles: Uint32Array.from(names, name => this.#tags.indexOf(name)),
      t: Float64Array.from(names, name => at[name] ?? this.clock.now()),
      v: Float64Array.from(operands, o => o.v),
      q: Uint16Array.from(operands, o => o.q),
    });
  }

  /** As acquisition does it: values first, then the state. */
  lose(device: string): void {
    const tags = this.#tagsOf(device);
    this.set(Object.fromEntries(tags.map(tag => [tag, null])));
    this.engine.deviceChanged(device, true);
  }

  /** A person takes it out of operation. */
  disable(device: string): void {
    const tags = this.#tagsOf(device);
    this.#take(
      tags,
      tags.map(() => ({ v: Number.NaN, q: DISABLED })),
    );
    this.engine.deviceDisabled(device, true);
    this.engine.deviceChanged(device, true);
  }

  /** It is put back, and has not answered yet. */
  enable(device: string): void {
    this.engine.deviceDisabled(device, false);
    this.engine.deviceChanged(device, true);
  }

  /** The state first, then the first values. */
  find(device: string, values: Readonly<Record<string, number>> = {}): void {
    this.engine.deviceChanged(device, false);
    this.set(values);
  }

  advance(ms: number): void {
    this.clock.advance(ms);
    this.engine.advance();
  }

  /** What everybody is shown, after everything has been told. */
  async names(): Promise<Readonly<Record<string, AlarmStateName>>> {
    await this.engine.settled();
    return Object.fromEntries(this.engine.board.statuses(this.clock.now()).map(({ id, name }) => [id, name]));
  }

  async name(id: string): Promise<AlarmStateName | undefined> {
    return (await this.names())[id];
  }

  /** Rows as `event from>to`, of one alarm or with ids of all. */
  async rows(id?: string): Promise<readonly string[]> {
    await this.engine.settled();
    const rows = this.journal.rows.filter(row => id === undefined || row.id === id);
    return rows.map(row => `${id === undefined ? `${row.id} ` : ''}${row.event} ${row.from}>${row.to}`);
  }

  #tagsOf(device: string): readonly string[] {
    return this.#alarms.flatMap(({ definition }) =>
      definition.device === device && definition.tag !== null ? [definition.tag] : [],
    );
  }
}
