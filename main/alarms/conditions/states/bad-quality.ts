/**
 * The value of a tag cannot be used (pure). Not read yet is not bad but unknown, and a device that a person has taken out of
 * operation says nothing about its tags. Texts are values here.
 */
import { DISABLED, isBad, NOT_READ_YET, type Quality } from '../../../../shared/model/quality.ts';
import type { ConditionInput, ConditionSample, ConditionState } from '../condition.ts';
import type { Judgement } from '../judged-condition.ts';

export class BadQualityJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly value = Number.NaN;
  readonly limit = null;
  readonly nextDueAt = null;
  #quality: Quality = NOT_READ_YET;

  constructor(tag: string) {
    this.inputs = [{ kind: 'tag', name: tag }];
  }

  sample(_input: number, { q }: ConditionSample): void {
    this.#quality = q;
  }

  judge(): ConditionState {
    if (this.#quality === NOT_READ_YET || this.#quality === DISABLED) return 'unknown';
    return isBad(this.#quality) ? 'true' : 'false';
  }
}
