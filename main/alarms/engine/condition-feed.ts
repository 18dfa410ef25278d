/**
 * Samples, device states and time to the conditions, and what they make of it back, in order (main thread). At one source time
 * clears come before raises, whoever hides is raised before the hidden and cleared after it: so a jump past H and HH calls once.
 */
import type { Handle, SampleBatch } from '../../../shared/model/tag.ts';
import type { ConditionSample, Instant } from '../conditions/condition.ts';
import type { AlarmPoint } from './alarm-point.ts';
import { type Figures, figuresOf } from './ledger.ts';

export interface ConditionChange {
  readonly point: AlarmPoint;
  readonly isTrue: boolean;
  /** Source time, epoch ms. */
  readonly at: number;
  readonly figures: Figures;
}

interface Listening {
  readonly point: AlarmPoint;
  readonly input: number;
}

export interface FeedParts {
  readonly points: readonly AlarmPoint[];
  readonly handleOf: (tag: string) => Handle | undefined;
  /** Hears of each sample after its condition has. */
  readonly sampled: (point: AlarmPoint, sample: ConditionSample, now: Instant) => void;
}

export class ConditionFeed {
  readonly #parts: FeedParts;
  readonly #byTag = new Map<Handle, Listening[]>();
  readonly #byDevice = new Map<string, Listening[]>();

  constructor(parts: FeedParts) {
    this.#parts = parts;
    for (const point of parts.points) {
      for (const [input, { kind, name }] of point.condition.inputs.entries()) {
        const handle = kind === 'tag' ? parts.handleOf(name) : undefined;
        if (kind === 'device') add(this.#byDevice, name, { point, input });
        else if (handle !== undefined) add(this.#byTag, handle, { point, input });
      }
    }
  }

  batch({ handles, t, v, q }: SampleBatch, now: Instant): readonly ConditionChange[] {
    const changes: ConditionChange[] = [];
    for (let i = 0; i < handles.length; i++) {
      const listening = this.#byTag.get(handles[i] ?? -1);
      if (listening === undefined) continue;
      this.#deliver(listening, { t: t[i] ?? 0, v: v[i] ?? Number.NaN, q: q[i] ?? 0 }, { now, changes });
    }
    return inOrder(changes);
  }

  /** `sampleOf`: what the device is for an alarm that asks after it. */
  device(device: string, sampleOf: (point: AlarmPoint) => ConditionSample, now: Instant): readonly ConditionChange[] {
    const changes: ConditionChange[] = [];
    for (const listening of this.#byDevice.get(device) ?? []) {
      this.#deliver([listening], sampleOf(listening.point), { now, changes });
    }
    return inOrder(changes);
  }

  advance(now: Instant): readonly ConditionChange[] {
    return inOrder(this.#parts.points.flatMap(point => takeDue(point, now) ?? []));
  }

  #deliver(
    listening: readonly Listening[],
    sample: ConditionSample,
    { now, changes }: { readonly now: Instant; readonly changes: ConditionChange[] },
  ): void {
    for (const { point, input } of listening) {
      // A delay that has ended since the last look is a change of its own, even if this very sample undoes it.
      const due = takeDue(point, now);
      if (due !== undefined) changes.push(due);
      point.condition.sample(input, sample, now);
      this.#parts.sampled(point, sample, now);
      const change = changeOf(point);
      if (change !== undefined) changes.push(change);
    }
  }
}

function takeDue(point: AlarmPoint, now: Instant): ConditionChange | undefined {
  const due = point.condition.nextDueAt;
  if (due === null || due > now.monotonic) return undefined;
  point.condition.advance(now);
  return changeOf(point);
}

/** Takes up what the condition says, if that is news and its device is there. */
export function changeOf(point: AlarmPoint): ConditionChange | undefined {
  const { state, changedAt } = point.condition;
  if (point.gate !== null || state === 'unknown' || state === point.seen) return undefined;
  point.seen = state;
  return { point, isTrue: state === 'true', at: changedAt, figures: figuresOf(point.condition) };
}

/** The changes of one alarm stay in the order in which they were found out, whatever its source says of the time. */
function inOrder(changes: readonly ConditionChange[]): readonly ConditionChange[] {
  if (changes.length < 2) return changes;
  const own = Map.groupBy(changes, change => change.point);
  const sorted = changes.toSorted((a, b) => a.at - b.at || turn(a) - turn(b));
  return own.size === changes.length ? sorted : sorted.flatMap(({ point }) => own.get(point)?.shift() ?? []);
}

/** Clears, the hidden first, then raises, the hiding first. */
const turn = ({ point, isTrue }: ConditionChange): number => (isTrue ? 1 + point.rank : -1 - point.rank);

function add<K>(map: Map<K, Listening[]>, key: K, listening: Listening): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [listening]);
  else list.push(listening);
}
