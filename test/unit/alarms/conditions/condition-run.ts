/** A condition under test with a clock of its own; samples are said by the name of their tag or device. */
import type { Condition, ConditionState, Instant } from '../../../../main/alarms/conditions/condition.ts';
import type { ConditionSpec } from '../../../../main/alarms/conditions/condition-spec.ts';
import type { Delays } from '../../../../main/alarms/conditions/delay.ts';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { GOOD, type Quality } from '../../../../shared/model/quality.ts';

export const NO_DELAY: Delays = { onDelayMs: 0, offDelayMs: 0 };
/** 2026-01-01 00:00 UTC. */
export const START = Date.UTC(2026, 0, 1);

export const fixed = (value: number) => ({ schedule: [], otherwise: { kind: 'fixed', value } }) as const;

export class ConditionRun {
  readonly condition: Condition;
  #ms = 0;
  /** Added to the wall clock: what a step of the clock does. */
  wallStepMs = 0;

  constructor(condition: ConditionSpec, delays: Delays = NO_DELAY, timeZone = 'UTC') {
    this.condition = makeCondition({ condition, delays }, timeZone);
  }

  get now(): Instant {
    return { monotonic: this.#ms, wall: START + this.#ms + this.wallStepMs };
  }

  /** Moves to `ms` after the start and lets delays end, late or not. */
  at(ms: number): this {
    this.setTo(ms);
    this.condition.advance(this.now);
    return this;
  }

  /** Moves the clocks alone. */
  setTo(ms: number): void {
    this.#ms = ms;
  }

  say(name: string, v: number, q: Quality = GOOD): ConditionState {
    return this.sayAt(this.now.wall, name, v, q);
  }

  /** With a source time of its own; moves no clock. */
  sayAt(t: number, name: string, v: number, q: Quality = GOOD): ConditionState {
    this.condition.inputs.forEach((input, i) => {
      if (input.name === name) this.condition.sample(i, { t, v, q }, this.now);
    });
    return this.condition.state;
  }

  get state(): ConditionState {
    return this.condition.state;
  }

  /** Of the last change, ms after the start. */
  get changedAt(): number {
    return this.condition.changedAt - START;
  }
}
