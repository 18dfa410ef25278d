/**
 * The limit that holds now (pure): fixed, the value of another tag, or by season and mode. While a bound tag is bad, or a mode is
 * not known, the last good limit goes on, over a restart too, and is marked as held: a limit that is lost raises nothing by
 * itself and ends nothing. Where there has never been one, the strictest that may hold takes its place after a moment, because
 * a blind alarm is worse than an early one; with none at all the condition stays unknown.
 */
import type { ConditionInput, ConditionMemory, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { LimitSource, LimitValue, ScheduleRow } from '../condition-spec.ts';
import { ExpressionInputs } from '../states/expression-inputs.ts';
import { usable } from '../usable.ts';
import type { Side } from './compare.ts';
import { isInSeason, StationDay } from './season.ts';

/** How long a mode and a bound limit have to be heard of after the start, ms: longer than any usual scan. */
const FIRST_HEARD_MS = 15_000;

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

  recall({ values }: ConditionMemory): void {
    const value = values[this.inputs[0]?.name ?? ''];
    if (value === undefined) return;
    this.value = value;
    this.isHeld = true;
  }
}

interface Row {
  readonly span: ScheduleRow['span'];
  readonly mode: ExpressionInputs | null;
  readonly limit: BoundLimit;
}

export class CurrentLimit {
  readonly inputs: readonly ConditionInput[];
  readonly #side: Side;
  readonly #rows: readonly Row[];
  readonly #otherwise: BoundLimit;
  readonly #limits: readonly BoundLimit[];
  readonly #day: StationDay;
  /** Which part hears of which input. */
  readonly #heard: readonly { readonly part: Part; readonly input: number }[];
  /** Monotonic ms of the first look. */
  #since: number | null = null;
  #chosen: BoundLimit | null = null;
  #isModeUnknown = false;
  #isStrictest = false;
  #value: number | null = null;
  #dueAt: number | null = null;

  constructor({ schedule, otherwise }: LimitSource, timeZone: string, side: Side) {
    this.#day = new StationDay(timeZone);
    this.#side = side;
    this.#rows = schedule.map(({ span, limit }) => ({
      span,
      mode: span.kind === 'mode' ? new ExpressionInputs(span.expression) : null,
      limit: new BoundLimit(limit),
    }));
    this.#otherwise = new BoundLimit(otherwise);
    this.#limits = [...this.#rows.map(({ limit }) => limit), this.#otherwise];
    const parts: readonly Part[] = [
      ...this.#rows.flatMap(r => [...(r.mode ? [r.mode] : []), r.limit]),
      this.#otherwise,
    ];
    this.#heard = parts.flatMap(part => part.inputs.map((_, input) => ({ part, input })));
    this.inputs = parts.flatMap(part => part.inputs);
  }

  /** Null while there is none. */
  get value(): number | null {
    return this.#value;
  }

  /** The limit is the last good one of a source that is bad now, or the strictest. */
  get isHeld(): boolean {
    if (this.#value === null) return false;
    if (this.#isModeUnknown || this.#isStrictest || this.#chosen === null) return true;
    return this.#chosen.isHeld || this.#chosen.value === null;
  }

  /** Monotonic ms at which the date may change, or at which the strictest limit takes its place; null = not by itself. */
  get nextDueAt(): number | null {
    return this.#dueAt;
  }

  /** Null where the project alone says what the limit is. */
  get memory(): ConditionMemory | null {
    if (this.inputs.length === 0) return null;
    const bound = this.#limits.flatMap(({ inputs: [input], value }): [string, number][] =>
      input === undefined || value === null ? [] : [[input.name, value]],
    );
    return { limit: this.#isStrictest ? null : this.#value, values: Object.fromEntries(bound) };
  }

  /** A limit that the project does not have any more is none. */
  recall(memory: ConditionMemory): void {
    for (const limit of this.#limits) limit.recall(memory);
    if (this.#limits.some(({ value }) => value === memory.limit)) this.#value = memory.limit;
  }

  sample(input: number, sample: ConditionSample): void {
    const heard = this.#heard[input];
    heard?.part.sample(heard.input, sample);
  }

  /** Chooses anew. */
  at(now: Instant): number | null {
    this.#since ??= now.monotonic;
    const candidates = this.#choose(now);
    const chosen = this.#isModeUnknown ? null : (this.#chosen?.value ?? null);
    if (chosen !== null) {
      this.#value = chosen;
      this.#isStrictest = false;
    } else if (this.#value === null || this.#isStrictest) this.#takeStrictest(candidates, now);
    return this.#value;
  }

  /** Those that may hold, as far as it is known; the one that does goes to `#chosen`. */
  #choose(now: Instant): readonly BoundLimit[] {
    this.#isModeUnknown = false;
    this.#dueAt = this.#rows.some(r => r.span.kind === 'season') ? now.monotonic + this.#day.holdsFor(now.wall) : null;
    const possible: BoundLimit[] = [];
    for (const row of this.#rows) {
      const holds = this.#holds(row, now);
      if (holds !== 'false') possible.push(row.limit);
      if (holds === 'unknown') this.#isModeUnknown = true;
      if (holds === 'true') return this.#chose(row.limit, possible);
    }
    possible.push(this.#otherwise);
    return this.#chose(this.#otherwise, possible);
  }

  #chose(limit: BoundLimit, possible: readonly BoundLimit[]): readonly BoundLimit[] {
    if (!this.#isModeUnknown) this.#chosen = limit;
    return possible;
  }

  #holds({ span, mode }: Row, now: Instant): ConditionState {
    if (span.kind === 'season') return isInSeason(this.#day.at(now.wall), span) ? 'true' : 'false';
    return mode?.state ?? 'unknown';
  }

  #takeStrictest(candidates: readonly BoundLimit[], now: Instant): void {
    const due = (this.#since ?? now.monotonic) + FIRST_HEARD_MS;
    if (now.monotonic < due) {
      this.#dueAt = Math.min(due, this.#dueAt ?? due);
      return;
    }
    const known = valuesOf(candidates);
    const values = known.length > 0 ? known : valuesOf(this.#limits);
    if (values.length === 0) return;
    this.#value = this.#side === 'high' ? Math.min(...values) : Math.max(...values);
    this.#isStrictest = true;
  }
}

const valuesOf = (limits: readonly BoundLimit[]): readonly number[] => limits.flatMap(({ value }) => value ?? []);
