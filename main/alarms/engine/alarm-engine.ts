/**
 * The alarms of the station (main thread, facade): live values, device states, time and people in; rows out, first to the journal
 * and then to the board, where everybody looks. It has no timer of its own: whoever owns it calls `advance` a few times a second.
 * Only live batches come in here; what is backfilled goes to history alone and raises nothing.
 */

import { stateName, suppressionKey } from '../../../shared/alarm/state-machine.ts';
import type { Environment } from '../../../shared/expr/evaluate.ts';
import type { AlarmRecord, AlarmTransition } from '../../../shared/model/alarm.ts';
import { GOOD } from '../../../shared/model/quality.ts';
import type { Handle, SampleBatch } from '../../../shared/model/tag.ts';
import type { Clock } from '../../platform/clock.ts';
import { AlarmBoard } from '../board/alarm-board.ts';
import type { ConditionSample, Instant } from '../conditions/condition.ts';
import { type AlarmJournal, type AlarmSnapshot, EMPTY_SNAPSHOT } from '../journal/alarm-journal.ts';
import { type CommitLimits, CommitQueue, type CommitStatus } from '../journal/commit-queue.ts';
import { type AlarmPart, AlarmPoint } from './alarm-point.ts';
import { ChatterGuard } from './chatter-guard.ts';
import { type ConditionChange, ConditionFeed, changeOf } from './condition-feed.ts';
import { DeviceGates } from './device-gates.ts';
import { ExpressionRules } from './expression-rules.ts';
import { Ledger, type Occasion } from './ledger.ts';
import {
  type AlarmActionResult,
  type AlarmActor,
  type AlarmSight,
  type AreaSight,
  type HoldOrder,
  OperatorDesk,
} from './operator-desk.ts';
import { Suppressor } from './suppressor.ts';

export interface AlarmEngineParts {
  readonly alarms: readonly AlarmPart[];
  readonly journal: AlarmJournal;
  readonly snapshot?: AlarmSnapshot;
  readonly clock: Clock;
  readonly handleOf: (tag: string) => Handle | undefined;
  /** Live values for the expressions that suppress. */
  readonly environment: Environment;
  readonly limits?: Partial<CommitLimits>;
}

export class AlarmEngine {
  readonly board: AlarmBoard;
  readonly #clock: Clock;
  readonly #points: ReadonlyMap<string, AlarmPoint>;
  readonly #queue: CommitQueue;
  readonly #ledger: Ledger;
  readonly #suppressor: Suppressor;
  readonly #feed: ConditionFeed;
  readonly #gates: DeviceGates;
  readonly #rules: ExpressionRules;
  readonly #chatter: ChatterGuard;
  readonly #desk: OperatorDesk;
  /** Last rows of alarms that were not at rest and that the project no longer has. */
  #gone: readonly AlarmTransition[] = [];
  /** Consoles that cannot be heard. */
  #silent: readonly string[] = [];

  constructor({ alarms, journal, snapshot = EMPTY_SNAPSHOT, clock, handleOf, environment, limits }: AlarmEngineParts) {
    const points = inRank(alarms.map(part => new AlarmPoint(part)));
    const byGroup = Map.groupBy(points, point => point.definition.group ?? '');
    this.#clock = clock;
    this.#points = new Map(points.map(point => [point.id, point]));
    this.board = new AlarmBoard(
      alarms.map(({ definition }) => definition),
      snapshot,
      clock,
    );
    this.#queue = new CommitQueue(journal, (rows, isDurable) => this.board.take(rows, isDurable), limits);
    const ledgerParts = {
      clock,
      groupOf: (id: string) => byGroup.get(id) ?? [],
      add: (row: AlarmTransition) => this.#queue.add(row),
      changed: (point: AlarmPoint, row: AlarmTransition, occasion: Occasion) => this.#changed(point, row, occasion),
    };
    this.#ledger = new Ledger(ledgerParts, snapshot.lastSequence);
    this.#suppressor = new Suppressor(this.#ledger, this.#points);
    this.#chatter = new ChatterGuard({
      ledger: this.#ledger,
      clear: (point, occasion) => this.#clear(point, occasion),
    });
    const suppressor = this.#suppressor;
    this.#gates = new DeviceGates({ points, suppressor, judge: point => this.#judge(point) });
    this.#feed = new ConditionFeed({
      points,
      handleOf,
      sampled: (point, sample, of) => this.#gates.sampled(point, sample, of),
    });
    this.#rules = new ExpressionRules({ points, suppressor, environment, handleOf, clock });
    this.#desk = new OperatorDesk({ points: this.#points, ledger: this.#ledger, suppressor, clock });
    this.#restore(snapshot);
  }

  /** Takes up what has become true or has ended while the station did not run. Call it once, before the first batch. */
  start(): void {
    const now = this.#now();
    this.#feed.start(now);
    for (const row of this.#gone) this.#ledger.retire(row);
    this.#gone = [];
    this.#gates.restore(now);
    this.#rules.restore();
    this.#dropStale();
    for (const point of this.#points.values()) this.#suppressor.review(point, {});
    this.#rules.end(this.#rules.beginAll());
    this.advance();
  }

  /** One live batch of the tag table. */
  take(batch: SampleBatch): void {
    const ended = this.#rules.begin(batch.handles);
    this.#settle(this.#feed.batch(batch, this.#now()));
    this.#rules.end(ended);
  }

  /** A device was lost or found, or its state became known. */
  deviceChanged(device: string, isLost: boolean): void {
    const now = this.#now();
    this.#gates.changed(device, isLost, now);
    this.#tellOf(device, isLost, now);
  }

  /**
   * A person has taken a device out of operation, or has put it back. Its loss is no alarm then; whoever asks for `lost()` in an
   * expression is told of it as before. `deviceChanged` comes next.
   */
  deviceDisabled(device: string, isDisabled: boolean): void {
    if (!isDisabled && !this.#gates.isDisabled(device)) return;
    const now = this.#now();
    if (isDisabled) this.#gates.disable(device, now);
    else this.#gates.enable(device, now);
    this.#tellOf(device, this.#gates.isLost(device), now);
  }

  /** Places of the open consoles that have no sound device. Once at the start too: until then it is not known. */
  consolesChanged(silent: readonly string[]): void {
    const now = this.#now();
    this.#silent = silent;
    this.#settle(this.#feed.consoles({ t: now.wall, v: silent.length, q: GOOD }, now));
  }

  /** Lets time pass: delays, ends of shelving, calls that repeat, chatter, devices that have settled. */
  advance(): void {
    const now = this.#now();
    this.#settle(this.#feed.advance(now));
    this.#rules.advance();
    for (const point of this.#points.values()) {
      this.#desk.expire(point, now);
      this.#chatter.advance(point, now.monotonic);
      if (point.reAlarmDue !== null && point.reAlarmDue <= now.monotonic)
        this.#ledger.apply(point, { kind: 're-alarm' });
    }
    this.#gates.advance(now);
  }

  /** Each action resolves when its rows have been told. One visible page at most; of several, priority 1 is refused, and each alarm that has called since it was seen. */
  acknowledge(ids: readonly string[], actor: AlarmActor, sight: AlarmSight = {}): Promise<AlarmActionResult> {
    return this.#told(this.#desk.acknowledge(ids, actor, sight));
  }

  /** Priority 1 is refused and named, and so is what has called since the area was seen. */
  acknowledgeArea(area: string, actor: AlarmActor, sight: AreaSight = {}): Promise<AlarmActionResult> {
    return this.#told(this.#desk.acknowledgeArea(area, actor, sight));
  }

  reset(ids: readonly string[], actor: AlarmActor, comment = ''): Promise<AlarmActionResult> {
    return this.#told(this.#desk.reset(ids, actor, comment));
  }

  shelve(id: string, order: HoldOrder, actor: AlarmActor): Promise<AlarmActionResult> {
    return this.#told(this.#desk.shelve(id, order, actor));
  }

  unshelve(id: string, actor: AlarmActor, comment = ''): Promise<AlarmActionResult> {
    return this.#told(this.#desk.unshelve(id, actor, comment));
  }

  removeFromService(id: string, order: HoldOrder, actor: AlarmActor): Promise<AlarmActionResult> {
    return this.#told(this.#desk.removeFromService(id, order, actor));
  }

  returnToService(id: string, actor: AlarmActor, comment = ''): Promise<AlarmActionResult> {
    return this.#told(this.#desk.returnToService(id, actor, comment));
  }

  /** Suppresses every alarm of the equipment. */
  takeEquipmentOut(equipment: string, order: HoldOrder, actor: AlarmActor): Promise<AlarmActionResult> {
    return this.#told(this.#desk.takeEquipmentOut(equipment, order, actor));
  }

  returnEquipment(equipment: string, actor: AlarmActor, comment = ''): Promise<AlarmActionResult> {
    return this.#told(this.#desk.returnEquipment(equipment, actor, comment));
  }

  /** Where an alarm is now, told or not; for diagnostics. Screens ask the board. */
  recordOf(id: string): AlarmRecord | undefined {
    return this.#points.get(id)?.record;
  }

  get journalStatus(): CommitStatus {
    return this.#queue.status;
  }

  /** Resolves when every row so far has been told. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  /**
   * Resolves when the journal has answered and has been offered once more what it had not taken; `journalStatus` tells what is left. What
   * is held as chatter is counted before.
   */
  stop(): Promise<void> {
    const { monotonic } = this.#now();
    for (const point of this.#points.values()) this.#chatter.flush(point, monotonic);
    return this.#queue.stop();
  }

  async #told(result: AlarmActionResult): Promise<AlarmActionResult> {
    await this.#queue.settled();
    return result;
  }

  #now(): Instant {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  #tellOf(device: string, isLost: boolean, now: Instant): void {
    const isOnPurpose = this.#gates.isDisabled(device);
    const sampleOf = ({ definition: { kind } }: AlarmPoint): ConditionSample => {
      const isTrue = isLost && !(kind === 'LOST' && isOnPurpose);
      return { t: now.wall, v: isTrue ? 1 : 0, q: GOOD };
    };
    const ended = this.#rules.beginAll();
    this.#settle(this.#feed.device(device, sampleOf, now));
    this.#rules.end(ended);
  }

  #settle(changes: readonly ConditionChange[]): void {
    for (const change of changes) this.#take(change);
  }

  #judge(point: AlarmPoint): void {
    const change = changeOf(point);
    if (change !== undefined) this.#take(change);
  }

  #take({ point, isTrue, at, figures }: ConditionChange): void {
    const monotonic = this.#clock.monotonic();
    if (this.#chatter.takes(point, isTrue, monotonic)) return;
    const occasion = { time: at, figures };
    if (!isTrue) return this.#clear(point, occasion);
    const isKnown = this.#suppressor.isHeldBack(point);
    const row = this.#ledger.apply(point, { kind: 'raise' }, { ...occasion, isKnown, where: this.#placeOf(point) });
    if (typeof row !== 'string') this.#chatter.raised(point, monotonic);
  }

  /** Which consoles it is about. */
  #placeOf({ definition: { kind } }: AlarmPoint): string | null {
    return kind === 'SOUND' && this.#silent.length > 0 ? this.#silent.join(', ') : null;
  }

  #clear(point: AlarmPoint, occasion: Occasion): void {
    this.#suppressor.beforeClear(point, occasion);
    this.#ledger.apply(point, { kind: 'clear' }, occasion);
  }

  /** After each transition. */
  #changed(point: AlarmPoint, row: AlarmTransition, occasion: Occasion): void {
    const { reAlarmAfterMs, kind } = point.definition;
    if (row.to !== 'ACK') point.reAlarmDue = null;
    else if (row.from !== 'ACK' && reAlarmAfterMs !== null) {
      point.reAlarmDue = this.#clock.monotonic() + reAlarmAfterMs;
    }
    this.#suppressor.review(point, occasion);
    if (kind === 'LOST') this.#gates.follow(point, this.#now());
  }

  #restore({ last }: AlarmSnapshot): void {
    const now = this.#now();
    for (const row of last) {
      const point = this.#points.get(row.id);
      if (point !== undefined) this.#restorePoint(point, row, now);
    }
    this.#gone = last.filter(({ id, after }) => !this.#points.has(id) && !isAtRest(after));
  }

  #restorePoint(point: AlarmPoint, { after, sequence }: AlarmTransition, now: Instant): void {
    point.record = after;
    point.called = sequence;
    point.seen = point.isActive ? 'true' : 'false';
    this.#chatter.restore(point, now);
    point.condition.restore(point.seen === 'true');
    for (const by of after.state.suppressed) point.wanted.set(suppressionKey(by), by);
    const { reAlarmAfterMs } = point.definition;
    if (point.name !== 'ACK' || reAlarmAfterMs === null) return;
    // A clock that was set back between two runs makes nobody wait for longer.
    const ago = Math.max(0, now.wall - (after.acknowledgedAt ?? now.wall));
    point.reAlarmDue = now.monotonic + reAlarmAfterMs - ago;
  }

  /** Reasons that the project no longer has. */
  #dropStale(): void {
    for (const point of this.#points.values()) {
      for (const by of point.record.state.suppressed) {
        if (!this.#isCurrent(point, by.kind, by.of)) this.#suppressor.unwant(point, by);
      }
    }
  }

  #isCurrent({ id, definition }: AlarmPoint, kind: string, of: string): boolean {
    if (kind === 'expression') return definition.suppressWhen === of;
    if (kind === 'equipment') return definition.equipment === of;
    if (kind === 'device') return definition.device === of && this.#gates.hasAlarm(of);
    if (kind === 'disabled') return definition.device === of;
    return this.#points.get(of)?.definition.hides.includes(id) === true;
  }
}

const isAtRest = ({ state, chatter }: AlarmRecord): boolean => stateName(state) === 'NORMAL' && chatter === null;

/** Whoever hides before those that it hides: everything that is done to many is done in this order. */
function inRank(points: readonly AlarmPoint[]): readonly AlarmPoint[] {
  const byId = new Map(points.map(point => [point.id, point]));
  for (const id of points.flatMap(({ definition }) => definition.hides)) {
    const hidden = byId.get(id);
    if (hidden !== undefined) hidden.rank++;
  }
  return points.toSorted((a, b) => a.rank - b.rank);
}
