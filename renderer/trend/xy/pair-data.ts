/** The points of the X-Y plot, kept in step with the window: one question for both tags, asked again when the window has moved. */
import type { AggregateSeries } from '../../../shared/model/history.ts';
import type { InputOf } from '../../../shared/rpc/contract.ts';
import type { ClientTimers } from '../../host/timers.ts';
import type { PairChoice } from '../../store/trend-setup.ts';
import type { TimeWindow } from '../time/follow.ts';
import { createLatest, type Latest } from '../time/latest.ts';
import { type PairPoint, type PairSteps, pairPoints, pairSteps } from './pair.ts';

interface PairWish extends PairSteps {
  readonly pair: PairChoice;
}

interface PairSource {
  readonly aggregate: (input: InputOf<'history.aggregate'>) => Promise<readonly AggregateSeries[]>;
  readonly timers: Pick<ClientTimers, 'after'>;
  readonly onNews: () => void;
}

export interface PairAnswer extends PairSteps {
  readonly pair: PairChoice;
  /** By time. */
  readonly points: readonly PairPoint[];
}

const REST_MS = 120;

export class PairData {
  readonly #latest: Latest<PairWish>;
  #answer: PairAnswer | null = null;
  #asked = '';

  constructor({ aggregate, timers, onNews }: PairSource) {
    this.#latest = createLatest<PairWish, readonly AggregateSeries[]>({
      ask: ({ pair, from, to, stepMs }) =>
        aggregate({ tags: [...new Set([pair.x, pair.y])], aggregates: ['Interpolative'], from, to, stepMs }),
      timers,
      restMs: REST_MS,
      onAnswer: (wish, series) => {
        this.#answer = { ...wish, points: pairPoints(series, wish.pair) };
        onNews();
      },
    });
  }

  /** Of `pair`; null before the first answer. What it shows may be of a window just left. */
  of(pair: PairChoice): PairAnswer | null {
    const answer = this.#answer;
    return answer !== null && answer.pair.x === pair.x && answer.pair.y === pair.y ? answer : null;
  }

  /** Asks for what is missing; `now` by the station's clock. */
  follow(pair: PairChoice, view: TimeWindow, now: number): void {
    const steps = pairSteps(view, now);
    const wish = steps === null ? null : { ...steps, pair };
    const key = JSON.stringify(wish);
    if (wish === null || key === this.#asked) return;
    this.#asked = key;
    this.#latest.want(wish);
  }

  stop(): void {
    this.#latest.drop();
    this.#asked = '';
  }
}
