/**
 * The value of a tag cannot be used (pure). Not read yet is not bad but unknown, for a minute from the first look, which is the
 * start of the station; and a device that a person has taken out of operation says nothing about its tags. Texts are values
 * here.
 */
import { DISABLED, isBad, NOT_READ_YET, type Quality } from '../../../../shared/model/quality.ts';
import type { ConditionInput, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { Judgement } from '../judged-condition.ts';

/** Longer than a scan of the slowest device takes to come to a tag, ms. */
const FIRST_READ_MS = 60_000;

export class BadQualityJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly value = Number.NaN;
  readonly limit = null;
  #quality: Quality = NOT_READ_YET;
  /** Monotonic ms of the first look. */
  #since: number | null = null;
  #isLate = false;

  constructor(tag: string) {
    this.inputs = [{ kind: 'tag', name: tag }];
  }

  get nextDueAt(): number | null {
    if (this.#since === null || this.#quality !== NOT_READ_YET || this.#isLate) return null;
    return this.#since + FIRST_READ_MS;
  }

  sample(_input: number, { q }: ConditionSample): void {
    this.#quality = q;
  }

  judge(_isHeld: boolean, now: Instant): ConditionState {
    this.#since ??= now.monotonic;
    this.#isLate = now.monotonic >= this.#since + FIRST_READ_MS;
    if (this.#quality === DISABLED || (this.#quality === NOT_READ_YET && !this.#isLate)) return 'unknown';
    return isBad(this.#quality) ? 'true' : 'false';
  }
}
