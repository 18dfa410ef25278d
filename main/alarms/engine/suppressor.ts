/**
 * Suppression by design (main thread): which reasons should hold for each alarm, and the transitions that make it so. Suppression
 * by a device or an expression waits while an alarm has returned and nobody has acknowledged or reset it, and one that returns
 * beneath it is shown for that: what happened in the night must still be there in the morning. What comes back and was known
 * before does not call again.
 */
import { suppressionKey } from '../../../shared/alarm/state-machine.ts';
import type { AlarmSuppression } from '../../../shared/model/alarm.ts';
import type { AlarmPoint } from './alarm-point.ts';
import type { Ledger, Occasion } from './ledger.ts';

type SuppressionKinds = ReadonlySet<AlarmSuppression['kind']>;
/** What nobody has ordered because of this alarm. */
const UNORDERED_KINDS: SuppressionKinds = new Set(['device', 'expression']);
const WAITING_KINDS: SuppressionKinds = new Set([...UNORDERED_KINDS, 'disabled']);
const WAITS_IN: ReadonlySet<string> = new Set(['RTN_UNACK', 'LATCH_UNACK', 'LATCH_ACK']);

export class Suppressor {
  readonly #ledger: Ledger;
  readonly #points: ReadonlyMap<string, AlarmPoint>;
  /** Shown only in passing, on its way to where it waits for somebody: it hides nothing and nothing is to hide it. */
  #passing: AlarmPoint | null = null;

  constructor(ledger: Ledger, points: ReadonlyMap<string, AlarmPoint>) {
    this.#ledger = ledger;
    this.#points = points;
  }

  want(point: AlarmPoint, by: AlarmSuppression, occasion: Occasion = {}): void {
    const key = suppressionKey(by);
    if (point.wanted.has(key)) return;
    point.wanted.set(key, by);
    if (!isWaiting(point, by)) this.#ledger.apply(point, { kind: 'suppress', by }, occasion);
  }

  unwant(point: AlarmPoint, by: AlarmSuppression, occasion: Occasion = {}): void {
    point.wanted.delete(suppressionKey(by));
    const { knownBefore } = point.record;
    const isAcknowledged = knownBefore === 'acknowledged' || this.#isAcknowledgedAbove(by);
    const isKnown = isAcknowledged || knownBefore !== 'no';
    const row = this.#ledger.apply(point, { kind: 'unsuppress', by }, { ...occasion, isKnown });
    if (typeof row === 'string' || row.to !== 'UNACK') return;
    if (isAcknowledged) this.#ledger.apply(point, { kind: 'acknowledge' }, { ...occasion, who: null });
  }

  /** Points as everywhere with the hiding before the hidden: nobody is shown for a moment because the alarm above has gone first. */
  wantAll(points: readonly AlarmPoint[], by: AlarmSuppression, occasion: Occasion = {}): void {
    for (const point of points.toReversed()) this.want(point, by, occasion);
  }

  unwantAll(points: readonly AlarmPoint[], by: AlarmSuppression, occasion: Occasion = {}): void {
    for (const point of points) this.unwant(point, by, occasion);
  }

  /** A suppression waits for somebody to see the alarm: when that is raised again, it is suppressed at once and calls nobody. */
  isHeldBack(point: AlarmPoint): boolean {
    return point.wanted.size > point.record.state.suppressed.length;
  }

  /**
   * The condition is about to become false. What people had still to acknowledge or to reset when the alarm was hidden is shown for
   * that, and the suppression waits as it does for whatever has returned unseen.
   */
  beforeClear(point: AlarmPoint, { time, figures }: Occasion): void {
    if (!point.isActive || !isOwed(point) || !isOnlyUnordered(point)) return;
    const isAcknowledged = !point.record.isOwed;
    const occasion = { ...(time === undefined ? {} : { time }), ...(figures === undefined ? {} : { figures }) };
    this.#passing = point;
    for (const by of point.record.state.suppressed) {
      this.#ledger.apply(point, { kind: 'unsuppress', by }, { ...occasion, isKnown: true });
    }
    if (isAcknowledged) this.#ledger.apply(point, { kind: 'acknowledge' }, occasion);
    this.#passing = null;
  }

  /** After each transition of `point`: what waited for it, and the alarms that it hides while it is shown and active. */
  review(point: AlarmPoint, occasion: Occasion): void {
    if (point === this.#passing) return;
    for (const by of point.wanted.values()) {
      if (!isWaiting(point, by)) this.#ledger.apply(point, { kind: 'suppress', by });
    }
    for (const id of point.definition.hides) {
      const hidden = this.#points.get(id);
      if (hidden !== undefined) this.#hide(hidden, point, occasion);
    }
  }

  #hide(hidden: AlarmPoint, above: AlarmPoint, occasion: Occasion): void {
    const by: AlarmSuppression = { kind: 'hidden', of: above.id, hold: null };
    const isWanted = above.name === 'UNACK' || above.name === 'ACK';
    if (isWanted) this.want(hidden, by, occasion);
    else if (hidden.wanted.has(suppressionKey(by))) this.unwant(hidden, by, occasion);
  }

  /** Whoever acknowledged the alarm above has seen this one as well. */
  #isAcknowledgedAbove(by: AlarmSuppression): boolean {
    const above = by.kind === 'hidden' ? this.#points.get(by.of) : undefined;
    return above?.name === 'NORMAL' || above?.name === 'LATCH_ACK';
  }
}

const isWaiting = (point: AlarmPoint, by: AlarmSuppression): boolean =>
  WAITING_KINDS.has(by.kind) && WAITS_IN.has(point.name);

/** Acknowledged and latching: it has to be reset. */
const isOwed = ({ record: { isOwed: isUnseen, knownBefore }, traits }: AlarmPoint): boolean =>
  isUnseen || (traits.isLatching && knownBefore === 'acknowledged');

const isOnlyUnordered = ({ name, record: { state } }: AlarmPoint): boolean =>
  name === 'SUPPRESSED' && state.shelved === null && state.suppressed.every(by => UNORDERED_KINDS.has(by.kind));
