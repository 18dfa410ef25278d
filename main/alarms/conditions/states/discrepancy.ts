/**
 * What was commanded against what came of it (pure), with the time that the way takes. Every new command, and every loss of a
 * position that was reached, has the whole travel time. A command that is only a pulse is remembered, over a restart too; a value
 * that is not in the list is no command.
 */
import type { ConditionInput, ConditionMemory, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { ConditionSpec } from '../condition-spec.ts';
import { DelayedVerdict } from '../delay.ts';
import type { Judgement } from '../judged-condition.ts';
import { usable } from '../usable.ts';

export type DiscrepancySpec = Extract<ConditionSpec, { kind: 'discrepancy' }>;

export class DiscrepancyJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly limit = null;
  readonly #spec: DiscrepancySpec;
  readonly #late: DelayedVerdict;
  readonly #feedback = new Map<string, number | null>();
  #command: number | null = null;

  constructor(spec: DiscrepancySpec) {
    this.#spec = spec;
    this.#late = new DelayedVerdict({ onDelayMs: spec.travelMs, offDelayMs: 0 });
    const named = spec.expectations?.map(e => e.feedback) ?? [spec.feedback];
    const feedback = [...new Set(named.filter(name => name !== null))];
    this.inputs = [spec.tag, ...feedback].map(name => ({ kind: 'tag', name }));
  }

  /** The command that holds. */
  get value(): number {
    return this.#command ?? Number.NaN;
  }

  get nextDueAt(): number | null {
    return this.#late.nextDueAt;
  }

  sample(input: number, sample: ConditionSample, now: Instant): void {
    const value = usable(sample);
    const name = this.inputs[input]?.name;
    if (input > 0) this.#feedback.set(name ?? '', value);
    else if (value !== null && value !== this.#command && this.#isCommand(value)) {
      // The first one heard may be an old one.
      if (this.#command !== null) this.#late.step('false', now.monotonic);
      this.#command = value;
    }
  }

  get memory(): ConditionMemory | null {
    return this.#command === null ? null : { limit: null, values: { [this.#spec.tag]: this.#command } };
  }

  recall({ values }: ConditionMemory): void {
    const command = values[this.#spec.tag];
    if (command !== undefined && this.#isCommand(command)) this.#command = command;
  }

  restore(isTrue: boolean): void {
    this.#late.restore(isTrue);
  }

  judge(_isHeld: boolean, now: Instant): ConditionState {
    const differs = this.#differs();
    this.#late.step(differs, now.monotonic);
    if (differs !== 'true') return differs;
    return this.#late.output ? 'true' : 'false';
  }

  #isCommand(value: number): boolean {
    const { expectations } = this.#spec;
    return expectations === null || expectations.some(e => e.command === value);
  }

  #differs(): ConditionState {
    const { expectations, feedback } = this.#spec;
    if (this.#command === null) return 'unknown';
    const expected = expectations?.find(e => e.command === this.#command)?.feedback;
    const shown = this.#feedback.get((expectations === null ? feedback : expected) ?? '') ?? null;
    if (expected === null) return 'false';
    if (shown === null) return 'unknown';
    return (expectations === null ? shown !== this.#command : shown === 0) ? 'true' : 'false';
  }
}
