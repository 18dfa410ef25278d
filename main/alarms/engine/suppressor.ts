/**
 * Suppression by design (main thread): which reasons should hold for each alarm, and the transitions that make it so. Suppression
 * by a device or an expression waits while an alarm has returned and nobody has acknowledged or reset it: what happened in the
 * night must still be there in the morning. What comes back and was known before does not call again.
 */
import { suppressionKey } from '../../../shared/alarm/state-machine.ts';
import type { AlarmSuppression } from '../../../shared/model/alarm.ts';
import type { AlarmPoint } from './alarm-point.ts';
import type { Ledger, Occasion } from './ledger.ts';

const WAITING_KINDS: ReadonlySet<AlarmSuppression['kind']> = new Set(['device', 'disabled', 'expression']);
const WAITS_IN: ReadonlySet<string> = new Set(['RTN_UNACK', 'LATCH_UNACK', 'LATCH_ACK']);

export class Suppressor {
  readonly #ledger: Ledger;
  readonly #points: ReadonlyMap<string, AlarmPoint>;

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

  /** What waited is done: at once, because the condition is about to become true again. */
  beforeRaise(point: AlarmPoint): void {
    for (const by of point.wanted.values()) this.#ledger.apply(point, { kind: 'suppress', by });
  }

  /** After each transition of `point`: what waited for it, and the alarms that it hides while it is shown and active. */
  review(point: AlarmPoint, occasion: Occasion): void {
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
