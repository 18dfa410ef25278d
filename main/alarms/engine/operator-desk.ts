/**
 * What people do to alarms (main thread): acknowledge one, a visible page or an area, reset, shelve, take out of service. Never
 * everything in the station at once, and never priority 1 by area. Each action is a row with who, from where and why.
 */
import { ALARM_REFUSALS, type AlarmRefusal } from '../../../shared/alarm/refusals.ts';
import { type AlarmInput, suppressionKey } from '../../../shared/alarm/state-machine.ts';
import type { AlarmHold, AlarmSuppression, AlarmTransition } from '../../../shared/model/alarm.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AlarmPoint } from './alarm-point.ts';
import type { Ledger } from './ledger.ts';
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

export interface DeskParts {
  readonly points: ReadonlyMap<string, AlarmPoint>;
  readonly ledger: Ledger;
  readonly suppressor: Suppressor;
  readonly clock: Clock;
}

export class OperatorDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  acknowledge(ids: readonly string[], actor: AlarmActor, comment: string): AlarmActionResult {
    if (ids.length > LARGEST_PAGE) return collect(ids.map(id => [id, 'too-many']));
    return this.#each(ids, point => this.#apply(point, { kind: 'acknowledge' }, actor, comment));
  }

  /** Everything unacknowledged of an area that is shown, but priority 1: that is refused by name. */
  acknowledgeArea(area: string, actor: AlarmActor, comment: string): AlarmActionResult {
    const open = [...this.#parts.points.values()].filter(
      ({ definition, record, name }) =>
        definition.area === area && !record.state.isAcknowledged && (name === 'UNACK' || name.endsWith('_UNACK')),
    );
    const acknowledge = (point: AlarmPoint): Outcome =>
      point.definition.priority === 1 ? 'one-by-one' : this.#apply(point, { kind: 'acknowledge' }, actor, comment);
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
      return this.#apply(point, { kind: 'shelve', hold: this.#hold(order, actor) }, actor, order.reason);
    });
  }

  unshelve(id: string, actor: AlarmActor, comment: string): AlarmActionResult {
    return this.#each([id], point => this.#apply(point, { kind: 'unshelve' }, actor, comment));
  }

  removeFromService(id: string, order: HoldOrder, actor: AlarmActor): AlarmActionResult {
    const hold = this.#hold(order, actor);
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
    const hold = this.#hold(order, actor);
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

  /** What ends by itself. `now` is epoch ms: ends are dates. */
  expire(point: AlarmPoint, now: number): void {
    const { shelved, outOfService, suppressed } = point.record.state;
    const { ledger, suppressor } = this.#parts;
    if (isOver(shelved, now)) ledger.apply(point, { kind: 'unshelve' }, { time: shelved?.until ?? now });
    if (isOver(outOfService, now)) {
      ledger.apply(point, { kind: 'return-to-service' }, { time: outOfService?.until ?? now });
    }
    for (const by of suppressed) {
      if (isOver(by.hold, now)) suppressor.unwant(point, by, { time: by.hold?.until ?? now });
    }
  }

  #ofEquipment(equipment: string): readonly AlarmPoint[] {
    return [...this.#parts.points.values()].filter(({ definition }) => definition.equipment === equipment);
  }

  #hold({ until, reason }: HoldOrder, { who }: AlarmActor): AlarmHold {
    return { since: this.#parts.clock.now(), until, by: who, reason };
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

const isOver = (hold: AlarmHold | null, now: number): boolean => hold !== null && hold.until <= now;
