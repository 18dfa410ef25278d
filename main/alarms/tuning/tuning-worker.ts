/**
 * Entry of the thread that studies one alarm's past: takes pages of samples, answers once, ends. Hundreds of settings are replayed here
 * so that neither polling nor the readers of the history wait for it. Whoever wants no answer any more ends the thread.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { SampleSpan } from './coded-past.ts';
import { type TunableSetup, type TuningResult, type TuningRules, TuningStudy } from './suggest.ts';

export interface StudyOrder {
  readonly setup: TunableSetup;
  readonly rules: TuningRules;
}

export type ToStudy =
  | { readonly kind: 'samples'; readonly span: SampleSpan }
  /** That was all; the last sample held until then. */
  | { readonly kind: 'end'; readonly at: number };

export type FromStudy = TuningResult;

const parent = parentPort;
if (!parent) throw new Error('the tuning worker is a thread of the station, not a program');

const { setup, rules }: StudyOrder = workerData;
const study = new TuningStudy(setup, rules);
parent.on('message', (message: ToStudy) => {
  if (message.kind === 'samples') return study.take(message.span);
  study.holdUntil(message.at);
  parent.postMessage(study.result() satisfies FromStudy);
  parent.close();
});
