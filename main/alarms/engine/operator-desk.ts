/**
 * What people do to alarms (main thread): acknowledge one, a visible page or an area, reset, shelve, take out of service. Never
 * everything in the station at once, and priority 1 only by itself. Each action is a row with who, from where and why.
 */
import { ALARM_REFUSALS, type AlarmRefusal } from '../../../shared/alarm/refusals.ts';
import { type AlarmInput, suppressionKey } from '../../../shared/alarm/state-machine.ts';
import type { AlarmHold, AlarmSuppression, AlarmTransition } from '../../../shared/model/alarm.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Instant } from '../conditions/condition.ts';
import type { AlarmPoint } from './alarm-point.ts';
import type { Ledger, Occasion } from './ledger.ts';
import { recentShelvings } from './record/next-record.ts';
import type { Suppressor } from './suppressor.ts';

export interface AlarmActor {
  readonly who: string;
  /** Console or address. */
  readonly where: string;
  readonly isSupervisor: boolean;
}

export interface AlarmActionResult {
  /** Ids of alarms that it was done to. */
  readonly done: readonly string[];
  readonly refused: readonly { readonly id: string; readonly code: AlarmRefusal; readonly text: Text }[];
}

/** What a person acts on. */
export interface AlarmSight {
  /** Numbers of the last rows that were shown, by id; left out, alarms are meant as they are now. */
  readonly seen?: Readonly<Record<string, number>> | undefined;
  readonly comment?: string;
}

/** The same for all alarms of an area: number of the last row that was shown at all. */
export interface AreaSight {
  readonly seen?: number | undefined;
  readonly comment?: string;
}

/** Until when, epoch ms, and why. */
export interface HoldOrder {
  readonly until: number;
  readonly reason: string;
}

/** Rows of a page that a person can see; more than that was not seen. */
export const LARGEST_PAGE = 200;
/** Shelvings within 24 h that an operator may order by himself (alarm model: then a supervisor decides). */
export const FREE_SHELVINGS = 2;
/** Longest time out of service, ms: 30 days. What takes longer belongs into the project. */
export const LONGEST_OUT_OF_SERVICE_MS = 30 * 24 * 3_600_000;
/** The longest time, counted by a client whose clock is so much ahead, is still the longest time, ms. */
export const HOLD_TOLERANCE_MS = 60_000;
/** After a start, what has ended waits so long for the first judgement, ms: what the last run knew must call nobody. Longer than any usual scan. */
export const FIRST_JUDGEMENT_MS = 15_000;

export interface DeskParts {
  readonly points: ReadonlyMap<string, AlarmPoint>;
  readonly ledger: Ledger;
  readonly suppressor: Suppressor;
  readonly clock: Clock;
}

export class OperatorDesk {
  readonly #parts: DeskParts;
  /** Monotonic ms at which each order ends: a clock that is set back makes none longer. */
  readonly #ends = new WeakMap<AlarmHold, number>();
  readonly #startedAt: number;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#startedAt = parts.clock.monotonic();
  }

  acknowledge(ids: readonly string[], actor: AlarmActor, { seen = {}, comment = '' }: AlarmSight): AlarmActionResult {
    if (ids.length > LARGEST_PAGE) return collect(ids.map(id => [id, 'too-many']));
    const isPage = new Set(ids).size > 1;
    return this.#each(ids, point =>
      isPage && isOneByOne(point) ? 'one-by-one' : this.#acknowledge(point, actor, { seen: seen[point.id], comment }),
    );
  }

  /** Everything unacknowledged of an area that is shown, but priority 1: that is refused by name. */
  acknowledgeArea(area: string, actor: AlarmActor, sight: AreaSight): AlarmActionResult {
    const open = [...this.#parts.points.values()].filter(
      ({ definition, record, name }) =>
        definition.area === area && !record.state.isAcknowledged && (name === 'UNACK' || name.endsWith('_UNACK')),
    );
    const acknowledge = (point: AlarmPoint): Outcome =>
      isOneByOne(point) ? 'one-by-one' : this.#acknowledge(point, actor, sight);
    return collect(open.map(point => [point.id, acknowledge(point)]));
  }

  reset(ids: readonly string[], actor: AlarmActor, comment: string): AlarmActionResult {
    if (ids.length > LARGEST_PAGE) return collect(ids.map(id => [id, 'too-many']));
    return this.#each(ids, point => this.#apply(point, { kind: 'reset' }, actor, comment));
  }

  shelve(id: string, order: HoldOrder, actor: AlarmActor): AlarmActionResult {
    return this.#each([id], point => {
      const needsSupervisor =
        point.definition.priority === 2 ||
        recentShelvings(point.record, this.#parts.clock.now()).length >= FREE_SHELVINGS;
      const isAllowed = point.definition.priority === 1 || actor.isSupervisor || !needsSupervisor;
      if (!isAllowed) return 'needs-supervisor';
      const hold = this.#hold(order, actor, point.traits.maxShelveMs);
      return this.#apply(point, { kind: 'shelve', hold }, actor, order.reason);
    });
  }

  unshelve(id: string, actor: AlarmActor, comment: string): AlarmActionResult {
    return this.#each([id], point => this.#apply(point, { kind: 'unshelve' }, actor, comment));
  }

  removeFromService(id: string, order: HoldOrder, actor: AlarmActor): AlarmActionResult {
    const hold = this.#hold(order, actor, LONGEST_OUT_OF_SERVICE_MS);
    return this.#each([id], point =>
      hold.until - hold.since > LONGEST_OUT_OF_SERVICE_MS
        ? 'too-long'
        : this.#apply(point, { kind: 'remove-from-service', hold }, actor, order.reason),
    );
  }

  returnToService(id: string, actor: AlarmActor, comment: string): AlarmActionResult {
    return this.#each([id], point => this.#apply(point, { kind: 'return-to-service' }, actor, comment));
  }

  /** Suppresses every alarm of the equipment until it is returned or its time is up. */
  takeEquipmentOut(equipment: string, order: HoldOrder, actor: AlarmActor): AlarmActionResult {
    const points = this.#ofEquipment(equipment);
    const hold = this.#hold(order, actor, LONGEST_OUT_OF_SERVICE_MS);
    const refusal = points.length === 0 ? 'unknown-equipment' : problemOf(hold);
    if (refusal !== null) return collect([[equipment, refusal]]);
    const by: AlarmSuppression = { kind: 'equipment', of: equipment, hold };
    const who = { who: actor.who, where: actor.where, comment: order.reason };
    const free = points.filter(point => !point.wanted.has(suppressionKey(by)));
    if (free.length === 0) return collect([[equipment, 'already-out-of-service']]);
    this.#parts.suppressor.wantAll(free, by, who);
    return { done: free.map(point => point.id), refused: [] };
  }

  returnEquipment(equipment: string, actor: AlarmActor, comment: string): AlarmActionResult {
    const by: AlarmSuppression = { kind: 'equipment', of: equipment, hold: null };
    const points = this.#ofEquipment(equipment).filter(point => point.wanted.has(suppressionKey(by)));
    if (points.length === 0) return collect([[equipment, 'not-out-of-service']]);
    this.#parts.suppressor.unwantAll(points, by, { who: actor.who, where: actor.where, comment });
    return { done: points.map(point => point.id), refused: [] };
  }

  /** What ends by itself: at its date, or when its time has passed, or because the project forbids it now. */
  expire(point: AlarmPoint, now: Instant): void {
    const { shelved, outOfService, suppressed } = point.record.state;
    if (shelved === null && outOfService === null && suppressed.every(by => by.hold === null)) return;
    const over = [shelved, outOfService, ...suppressed.map(by => by.hold)].filter(hold => this.#isOver(hold, now));
    if (this.#isTooEarly(point, now)) return;
    const { ledger, suppressor } = this.#parts;
    if (shelved !== null && (over.includes(shelved) || isForbidden(point, shelved))) {
      ledger.apply(point, { kind: 'unshelve' }, endOf(shelved, now));
    }
    if (outOfService !== null && over.includes(outOfService)) {
      ledger.apply(point, { kind: 'return-to-service' }, endOf(outOfService, now));
    }
    for (const by of suppressed) {
      if (by.hold !== null && over.includes(by.hold)) suppressor.unwant(point, by, endOf(by.hold, now));
    }
  }

  #isTooEarly({ condition, gate }: AlarmPoint, { monotonic }: Instant): boolean {
    const isJudged = condition.state !== 'unknown' && gate === null;
    return !isJudged && monotonic - this.#startedAt < FIRST_JUDGEMENT_MS;
  }

  #isOver(hold: AlarmHold | null, { wall, monotonic }: Instant): boolean {
    if (hold === null) return false;
    const left = Math.min(hold.until - wall, hold.until - hold.since);
    const end = this.#ends.get(hold) ?? monotonic + left;
    this.#ends.set(hold, end);
    return hold.until <= wall || end <= monotonic;
  }

  /** Only what the person has seen: a call that came after it is refused, and stays. */
  #acknowledge(point: AlarmPoint, actor: AlarmActor, { seen, comment = '' }: AreaSight): Outcome {
    const isUnseen = seen !== undefined && point.called > seen && !point.record.state.isAcknowledged;
    return isUnseen ? 'called-again' : this.#apply(point, { kind: 'acknowledge' }, actor, comment);
  }

  #ofEquipment(equipment: string): readonly AlarmPoint[] {
    return [...this.#parts.points.values()].filter(({ definition }) => definition.equipment === equipment);
  }

  #hold({ until, reason }: HoldOrder, { who }: AlarmActor, longestMs: number): AlarmHold {
    const since = this.#parts.clock.now();
    const latest = since + longestMs;
    const isNear = until > latest && until <= latest + HOLD_TOLERANCE_MS;
    return { since, until: isNear ? latest : until, by: who, reason };
  }

  #apply(point: AlarmPoint, input: AlarmInput, { who, where }: AlarmActor, comment: string): Outcome {
    return this.#parts.ledger.apply(point, input, { who, where, comment });
  }

  #each(ids: readonly string[], act: (point: AlarmPoint) => Outcome): AlarmActionResult {
    return collect(
      ids.map(id => {
        const point = this.#parts.points.get(id);
        return [id, point === undefined ? 'unknown-alarm' : act(point)];
      }),
    );
  }
}

type Outcome = AlarmTransition | AlarmRefusal;

function collect(outcomes: readonly (readonly [string, Outcome])[]): AlarmActionResult {
  return {
    done: outcomes.flatMap(([id, outcome]) => (typeof outcome === 'string' ? [] : [id])),
    refused: outcomes.flatMap(([id, code]) =>
      typeof code === 'string' ? [{ id, code, text: ALARM_REFUSALS[code] }] : [],
    ),
  };
}

function problemOf({ since, until, reason }: AlarmHold): AlarmRefusal | null {
  if (reason.trim() === '') return 'reason-missing';
  if (!(until > since)) return 'end-missing';
  return until - since > LONGEST_OUT_OF_SERVICE_MS ? 'too-long' : null;
}

/** Each alarm of priority 1 is looked at, and not one of many. */
const isOneByOne = ({ definition }: AlarmPoint): boolean => definition.priority === 1;

/** An alarm that became more important, or may be shelved for less, since it was shelved. */
const isForbidden = ({ traits: { priority, maxShelveMs } }: AlarmPoint, { since, until }: AlarmHold): boolean =>
  priority === 1 || until - since > maxShelveMs;

/** Its date; the present where it ends before that. */
const endOf = ({ until }: AlarmHold, { wall }: Instant): Occasion => ({ time: Math.min(until, wall) });
