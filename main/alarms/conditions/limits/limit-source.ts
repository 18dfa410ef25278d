/**
 * The limit that holds now (pure): fixed, the value of another tag, or by season and mode. While a bound tag is bad, or a mode is
 * not known, the last good limit goes on and is marked as held: a limit that is lost raises nothing by itself and ends
 * nothing. Before there has been a good one there is none, and the condition stays unknown.
 */
import type { ConditionInput, ConditionSample, Instant } from '../condition.ts';
import type { LimitSource, LimitValue, ScheduleRow } from '../condition-spec.ts';
import { ExpressionInputs } from '../states/expression-inputs.ts';
import { usable } from '../usable.ts';
import { isInSeason, StationDay } from './season.ts';

interface Part {
  readonly inputs: readonly ConditionInput[];
  sample(input: number, sample: ConditionSample): void;
}

class BoundLimit implements Part {
  readonly inputs: readonly ConditionInput[];
  value: number | null;
  isHeld = false;

  constructor(of: LimitValue) {
    this.inputs = of.kind === 'bound' ? [{ kind: 'tag', name: of.tag }] : [];
    this.value = of.kind === 'fixed' ? of.value : null;
  }

  sample(_input: number, sample: ConditionSample): void {
    const value = usable(sample);
    this.isHeld = value === null;
    if (value !== null) this.value = value;
  }
}

interface Row {
  readonly span: ScheduleRow['span'];
  readonly mode: ExpressionInputs | null;
  readonly limit: BoundLimit;
}

export class CurrentLimit {
  readonly inputs: readonly ConditionInput[];
  readonly #rows: readonly Row[];
  readonly #otherwise: BoundLimit;
  readonly #day: StationDay;
  /** Which part hears of which input. */
  readonly #heard: readonly { readonly part: Part; readonly input: number }[];
  #chosen: BoundLimit | null = null;
  #isModeUnknown = false;
  #value: number | null = null;
  #dueAt: number | null = null;

  constructor({ schedule, otherwise }: LimitSource, timeZone: string) {
    this.#day = new StationDay(timeZone);
    this.#rows = schedule.map(({ span, limit }) => ({
      span,
      mode: span.kind === 'mode' ? new ExpressionInputs(span.expression) : null,
      limit: new BoundLimit(limit),
    }));
    this.#otherwise = new BoundLimit(otherwise);
    const parts: readonly Part[] = [
      ...this.#rows.flatMap(r => [...(r.mode ? [r.mode] : []), r.limit]),
      this.#otherwise,
    ];
    this.#heard = parts.flatMap(part => part.inputs.map((_, input) => ({ part, input })));
    this.inputs = parts.flatMap(part => part.inputs);
  }

  /** Null before there has been a good one. */
  get value(): number | null {
    return this.#value;
  }

  /** The limit is the last good one of a source that is bad now. */
  get isHeld(): boolean {
    if (this.#value === null || this.#chosen === null) return false;
    return this.#isModeUnknown || this.#chosen.isHeld || this.#chosen.value === null;
  }

  /** Monotonic ms at which the date may change; null where no date decides. */
  get nextDueAt(): number | null {
    return this.#dueAt;
  }

  sample(input: number, sample: ConditionSample): void {
    const heard = this.#heard[input];
    heard?.part.sample(heard.input, sample);
  }

  /** Chooses anew. */
  at(now: Instant): number | null {
    this.#choose(now);
    this.#value = this.#chosen?.value ?? this.#value;
    return this.#value;
  }

  #choose(now: Instant): void {
    this.#isModeUnknown = false;
    if (this.#rows.some(r => r.span.kind === 'season')) this.#dueAt = now.monotonic + this.#day.holdsFor(now.wall);
    for (const { span, mode, limit } of this.#rows) {
      const holds = span.kind === 'season' ? isInSeason(this.#day.at(now.wall), span) : mode?.state;
      if (holds === 'unknown') {
        this.#isModeUnknown = true;
        return;
      }
      if (holds === true || holds === 'true') {
        this.#chosen = limit;
        return;
      }
    }
    this.#chosen = this.#otherwise;
  }
}
