/**
 * Samples, device states and time to the conditions, and what they make of it back, in order (main thread). At one source time
 * clears come before raises, whoever hides is raised before the hidden and cleared after it: so a jump past H and HH calls once.
 * Several samples of one tag in a batch are judged as far apart as their source says, so that a delay which ended between them
 * has ended.
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
  /** Hears of each sample after its condition has, with the name of the tag or device. */
  readonly sampled: (
    point: AlarmPoint,
    sample: ConditionSample,
    of: { readonly input: string; readonly now: Instant },
  ) => void;
}

export class ConditionFeed {
  readonly #parts: FeedParts;
  readonly #byTag = new Map<Handle, Listening[]>();
  readonly #byDevice = new Map<string, Listening[]>();
  readonly #ofConsoles: Listening[] = [];

  constructor(parts: FeedParts) {
    this.#parts = parts;
    for (const point of parts.points) {
      for (const [input, { kind, name }] of point.condition.inputs.entries()) {
        const handle = kind === 'tag' ? parts.handleOf(name) : undefined;
        if (kind === 'consoles') this.#ofConsoles.push({ point, input });
        else if (kind === 'device') add(this.#byDevice, name, { point, input });
        else if (handle !== undefined) add(this.#byTag, handle, { point, input });
      }
    }
  }

  /** Time counts from here on: also for whoever is never heard of. */
  start(now: Instant): void {
    for (const point of this.#parts.points) {
      point.heardAt = now.monotonic;
      point.condition.advance(now);
    }
  }

  batch({ handles, t, v, q }: SampleBatch, now: Instant): readonly ConditionChange[] {
    const changes: ConditionChange[] = [];
    const newest = this.#newestOfSeveral(handles, t);
    for (let i = 0; i < handles.length; i++) {
      const handle = handles[i] ?? -1;
      const listening = this.#byTag.get(handle);
      if (listening === undefined) continue;
      const sample = { t: t[i] ?? 0, v: v[i] ?? Number.NaN, q: q[i] ?? 0 };
      const agoMs = Math.max(0, (newest?.get(handle) ?? sample.t) - sample.t) || 0;
      this.#deliver(listening, sample, { now: before(now, agoMs), changes });
    }
    return inOrder(changes);
  }

  /** Newest source time of each tag that is listened to; null where each of them comes once, as nearly always. */
  #newestOfSeveral(handles: Uint32Array, t: Float64Array): ReadonlyMap<Handle, number> | null {
    const newest = new Map<Handle, number>();
    let samples = 0;
    for (let i = 0; i < handles.length; i++) {
      const handle = handles[i] ?? -1;
      if (!this.#byTag.has(handle)) continue;
      samples++;
      newest.set(handle, Math.max(newest.get(handle) ?? Number.NEGATIVE_INFINITY, t[i] ?? 0));
    }
    return newest.size === samples ? null : newest;
  }

  /** `sampleOf`: what the device is for an alarm that asks after it. */
  device(device: string, sampleOf: (point: AlarmPoint) => ConditionSample, now: Instant): readonly ConditionChange[] {
    const changes: ConditionChange[] = [];
    for (const listening of this.#byDevice.get(device) ?? []) {
      this.#deliver([listening], sampleOf(listening.point), { now, changes });
    }
    return inOrder(changes);
  }

  /** `sample`: how many consoles cannot be heard. */
  consoles(sample: ConditionSample, now: Instant): readonly ConditionChange[] {
    const changes: ConditionChange[] = [];
    this.#deliver(this.#ofConsoles, sample, { now, changes });
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
      const at = before(now, Math.min(0, now.monotonic - point.heardAt));
      point.heardAt = at.monotonic;
      // A delay that has ended since the last look is a change of its own, even if this very sample undoes it.
      const due = takeDue(point, at);
      if (due !== undefined) changes.push(due);
      point.condition.sample(input, sample, at);
      this.#parts.sampled(point, sample, { input: point.condition.inputs[input]?.name ?? '', now });
      const change = changeOf(point);
      if (change !== undefined) changes.push(change);
    }
  }
}

const before = ({ wall, monotonic }: Instant, ms: number): Instant => ({ wall: wall - ms, monotonic: monotonic - ms });

function takeDue(point: AlarmPoint, now: Instant): ConditionChange | undefined {
  const due = point.condition.nextDueAt;
  if (due === null || due > now.monotonic) return undefined;
  point.heardAt = now.monotonic;
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
