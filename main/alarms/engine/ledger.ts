/**
 * The only place where an alarm changes (main thread): one step of the state machine, what is remembered of it, and the row that
 * tells of it. Rows are numbered here, in the order in which things were found out.
 */
import type { AlarmRefusal } from '../../../shared/alarm/refusals.ts';
import { type AlarmInput, isHidden, stateName, step } from '../../../shared/alarm/state-machine.ts';
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Condition } from '../conditions/condition.ts';
import type { AlarmPoint } from './alarm-point.ts';
import { partOf, placeOf } from './record/first-out.ts';
import { FRESH_RECORD, type Happening, nextRecord } from './record/next-record.ts';

/** Circumstances of a transition, as far as they are not the usual ones: now, by the station itself, with the value of now. */
export interface Occasion {
  /** Source time, epoch ms. */
  readonly time?: number;
  readonly who?: string | null;
  readonly where?: string | null;
  readonly comment?: string;
  readonly figures?: Figures;
  /** Somebody knows of what is shown again: it does not call. */
  readonly isKnown?: boolean;
}

/** Value and limit that decided. */
export interface Figures {
  readonly value: number | null;
  readonly limit: number | null;
}

export const figuresOf = ({ value, limit }: Condition): Figures => ({
  value: numberOrNull(value),
  limit: numberOrNull(limit),
});

export interface LedgerParts {
  readonly clock: Clock;
  /** Members of a first-out group. */
  readonly groupOf: (id: string) => readonly AlarmPoint[];
  readonly add: (row: AlarmTransition) => void;
  /** Called after each transition, with the alarm as it is now. */
  readonly changed: (point: AlarmPoint, row: AlarmTransition, occasion: Occasion) => void;
}

export class Ledger {
  readonly #parts: LedgerParts;
  #sequence: number;

  constructor(parts: LedgerParts, lastSequence: number) {
    this.#parts = parts;
    this.#sequence = lastSequence;
  }

  /** The row, or why not. A refusal changes nothing. */
  apply(point: AlarmPoint, input: AlarmInput, occasion: Occasion = {}): AlarmTransition | AlarmRefusal {
    const stepped = step(point.record.state, input, point.traits);
    if (!stepped.ok) return stepped.refusal;
    const isCall = stepped.to === 'UNACK' && stepped.from !== 'UNACK';
    return this.#write(point, stepped, occasion, {
      isAnnounced: isCall && occasion.isKnown !== true,
      activations: input.kind === 'raise' ? 1 : 0,
    });
  }

  /** A row about chatter: the state stays. `activations` have not been in a row yet. */
  note(point: AlarmPoint, event: 'chatter' | 'chatter-end', activations: number): void {
    const { chatter, count } = point.record;
    const now = this.#parts.clock.now();
    const isTrue = point.seen === 'true';
    const sum = { since: chatter?.since ?? now, count: (chatter?.count ?? 0) + activations, isTrue };
    point.record = { ...point.record, count: count + activations, chatter: event === 'chatter' ? sum : null };
    const { state } = point.record;
    const { name } = point;
    this.#write(point, { event, from: name, to: name, state }, {}, { isAnnounced: false, activations });
  }

  /** Ends an alarm that the project no longer has: else it would stand so for ever, and again should it be put back. */
  retire({ id, tag, priority, area, after: { state } }: AlarmTransition): void {
    const received = this.#parts.clock.now();
    this.#parts.add({
      ...{ sequence: ++this.#sequence, time: received, received, id, tag, priority, area },
      ...{ event: 'retire', from: stateName(state), to: 'NORMAL', value: null, limit: null },
      ...{ who: null, where: null, comment: '', isHidden: false, isFirstOut: false, isAnnounced: false },
      ...{ activations: 0, after: FRESH_RECORD },
    });
  }

  #write(
    point: AlarmPoint,
    stepped: Pick<Happening, 'event' | 'from' | 'to' | 'state'>,
    { time, who = null, where = null, comment = '', figures = figuresOf(point.condition) }: Occasion,
    call: { readonly isAnnounced: boolean; readonly activations: number },
  ): AlarmTransition {
    const received = this.#parts.clock.now();
    const { id, tag, priority, area } = point.definition;
    const { event, from, to, state } = stepped;
    const at = time !== undefined && Number.isFinite(time) ? time : received;
    const wasHidden = isHidden(point.record.state);
    const happening = { event, from, to, state, time: at, received, who, isCall: call.isAnnounced, ...figures };
    const sequence = ++this.#sequence;
    const isFirstOut = this.#take(point, happening, sequence);
    if (call.isAnnounced) point.called = sequence;
    const row: AlarmTransition = {
      ...{ sequence, time: at, received, id, tag, priority, area, event, from, to, ...figures, who, where, comment },
      ...{ isHidden: wasHidden && isHidden(state), isFirstOut, ...call, after: point.record },
    };
    this.#parts.add(row);
    this.#parts.changed(point, row, { time: at });
    return row;
  }

  /** Gives the alarm its new record; true when it is the first of its group. */
  #take(point: AlarmPoint, happening: Happening, sequence: number): boolean {
    const { group } = point.definition;
    const members = group === null ? [] : this.#parts.groupOf(group);
    const before = members.map(member => member.record);
    const record = nextRecord(point.record, happening);
    const joins = group !== null && happening.to === 'UNACK' && happening.from !== 'UNACK';
    const firstOut = joins ? partOf(before, point.record, { ...happening, sequence }) : record.firstOut;
    point.record = { ...record, firstOut };
    return (
      placeOf(
        members.map(member => member.record),
        point.record.firstOut,
      ) === 1
    );
  }
}

const numberOrNull = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : value;
