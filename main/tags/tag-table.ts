/**
 * The live value of every tag (main thread, the single truth). Leads each raw value through conversion, frozen-value watch and
 * override to whoever listens, and owns the staleness clock: a value past its deadline is bad from that moment for whoever
 * looks, whether or not the sweep has run. The store holds live values only; an override is laid over them on the way out, so
 * that ending it brings the live value back by itself.
 */
import { FROZEN, GOOD, isBad, isGood, NOT_READ_YET, type Quality } from '../../shared/model/quality.ts';
import type { Handle, TagOverride } from '../../shared/model/tag.ts';
import type { RawBatch, SampleSink } from '../acquisition/channel.ts';
import type { Clock } from '../platform/clock.ts';
import { type BatchListener, BatchListeners } from './batch-listeners.ts';
import { Conversion, type Converted, type Measured } from './conversion.ts';
import { Deadlines } from './deadlines.ts';
import { type DeviceTimes, DeviceTimeTable } from './device-times.ts';
import { FrozenWatch, type Watched } from './frozen-watch.ts';
import { type Moment, Overrides, qualityOf } from './overrides.ts';
import { type Exact, type RawValue, type Reading, ValueStore } from './value-store.ts';

/** How often expired deadlines are announced, ms. Readers do not depend on it; streams are late by at most this much. */
export const SWEEP_MS = 200;

/** Why a tag cannot take the short way through `update`; bits of one byte per tag. 0 for by far the most. */
const CONVERTED = 1;
const WATCHED = 2;
const EXACT = 4;
const TIMED = 8;
const OVERRIDDEN = 16;

export interface Point extends Measured, Watched {
  /** Infinity for a point that nobody scans: it cannot go stale. */
  readonly staleAfterMs: number;
  /** Quality before the first value. */
  readonly initial?: Quality;
}

/** Everything known about one tag. */
export interface TagState extends DeviceTimes {
  /** What everybody is shown. */
  readonly shown: Reading;
  /** What would be shown without an override. */
  readonly live: Reading;
  /** The newest raw value. */
  readonly received: RawValue;
  /** Epoch ms at which it came; NaN before the first. */
  readonly receivedAt: number;
  /** For how long it has not changed, ms; null for a tag that is not watched for that. */
  readonly unchangedMs: number | null;
  readonly override: TagOverride | undefined;
}

export type OverrideEndListener = (handle: Handle, override: TagOverride) => void;

/** One batch on its way through the table. */
interface Pass {
  readonly batch: RawBatch;
  readonly now: Moment;
  /** Positions whose exact value is not what is shown. */
  readonly notShown: number[];
}

export class TagTable implements SampleSink {
  readonly size: number;
  readonly #clock: Clock;
  readonly #live: ValueStore;
  readonly #conversion: Conversion;
  readonly #deadlines: Deadlines;
  readonly #frozen: FrozenWatch;
  readonly #times: DeviceTimeTable;
  readonly #overrides = new Overrides();
  readonly #care: Uint8Array;
  readonly #listeners = new BatchListeners();
  #onOverrideEnd: OverrideEndListener | null = null;
  readonly #sweep: NodeJS.Timeout;

  constructor(points: readonly Point[], clock: Clock) {
    this.size = points.length;
    this.#clock = clock;
    this.#live = new ValueStore(
      points.map(p => p.initial ?? NOT_READ_YET),
      clock.now(),
    );
    this.#conversion = new Conversion(points);
    this.#deadlines = new Deadlines(points.map(p => p.staleAfterMs));
    this.#frozen = new FrozenWatch(points);
    this.#times = new DeviceTimeTable(this.size);
    this.#care = Uint8Array.from(
      points,
      (_, h) => (this.#conversion.isPlain(h) ? 0 : CONVERTED) | (this.#frozen.isWatched(h) ? WATCHED : 0),
    );
    this.#sweep = setInterval(() => this.expire(), SWEEP_MS);
    this.#sweep.unref();
  }

  stop(): void {
    clearInterval(this.#sweep);
    this.#listeners.clear();
    this.#onOverrideEnd = null;
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: BatchListener): () => void {
    return this.#listeners.add(listener);
  }

  /** The one who is told of each override whose time has come, after the live value is back. */
  onOverrideEnd(listener: OverrideEndListener): void {
    this.#onOverrideEnd = listener;
  }

  /** Works in place: afterwards the arrays hold what was announced. */
  update(batch: RawBatch): void {
    const now = this.#now();
    this.#endOverrides(now);
    this.#markCare(batch);
    const pass: Pass = { batch, now, notShown: [] };
    const { handles, t, v, q } = batch;
    const { least, most } = this.#conversion;
    const live = this.#live;
    const care = this.#care;
    const deadlines = this.#deadlines;
    for (let i = 0; i < handles.length; i++) {
      const h = handles[i] ?? 0;
      const value = v[i] ?? Number.NaN;
      // The short way: a good number of an ordinary tag, within its range. NaN and infinities fail the comparisons.
      if (care[h] === 0 && q[i] === GOOD && value >= (least[h] ?? 0) && value <= (most[h] ?? 0)) {
        live.v[h] = value;
        live.raw[h] = value;
        live.q[h] = GOOD;
        live.t[h] = t[i] ?? Number.NaN;
        live.receivedAt[h] = now.wall;
        deadlines.restart(h, now.monotonic);
      } else this.#take(h, i, pass);
    }
    this.#listeners.tell(pass.notShown.length === 0 ? batch : { ...batch, exact: without(batch.exact, pass.notShown) });
  }

  /** A value that went stale only because nobody was heard in time is back; one that is bad for another reason is not. */
  confirm(handles: Uint32Array): void {
    const { wall, monotonic } = this.#now();
    this.expire();
    const back: Handle[] = [];
    for (const h of handles) {
      const held = this.#live.held(h);
      if (held === null && isBad(this.#live.quality(h))) continue;
      this.#deadlines.restart(h, monotonic);
      if (held === null) continue;
      const isFrozen = this.#frozen.resume(h, monotonic);
      // It became good again now; histories go forward.
      this.#live.store(h, { ...held, q: isFrozen && isGood(held.q) ? FROZEN : held.q, t: wall });
      back.push(h);
    }
    this.#tell(back, wall);
  }

  invalidate(handles: Uint32Array, reason: Quality): void {
    this.expire();
    const t = this.#clock.now();
    const changed = handles.filter(h => this.#live.quality(h) !== reason);
    for (const h of changed) {
      this.#silence(h);
      this.#live.store(h, { v: Number.NaN, q: reason, t, exact: undefined });
    }
    this.#tell(changed, t);
  }

  /**
   * Turns every value past its deadline bad, every value that has not moved for too long uncertain, and ends overrides whose time
   * has come. Called by the sweep, and by readers before they look.
   */
  expire(): void {
    const monotonic = this.#clock.monotonic();
    const isDue = this.#deadlines.earliest <= monotonic || this.#frozen.earliest <= monotonic;
    // Readers come here once for every value: most of the time there is nothing to do.
    if (!isDue && this.#overrides.size === 0) return;
    const now = { wall: this.#clock.now(), monotonic };
    this.#endOverrides(now);
    this.#expireSilent(now);
    this.#markFrozen(now);
  }

  /** The value as it is now, deadlines included: also those of other tags, because this one may be calculated from them. */
  read(handle: Handle): Reading {
    this.expire();
    return this.#shown(handle);
  }

  state(handle: Handle): TagState {
    this.expire();
    return {
      shown: this.#shown(handle),
      live: this.#live.reading(handle),
      received: this.#live.received(handle),
      receivedAt: this.#live.receivedAt[handle] ?? Number.NaN,
      unchangedMs: this.#frozen.unchangedMs(handle, this.#clock.monotonic()),
      override: this.#overrides.get(handle),
      ...this.#times.at(handle),
    };
  }

  /** What `update` would show for this raw value, for who must know before the batch is complete. */
  outcome(h: Handle, raw: number, q: Quality): Converted {
    const converted = this.#conversion.of(h, raw, q);
    const override = this.#overrides.inForce(h, converted.q);
    return override === undefined ? converted : { v: override.value, q: qualityOf(override) };
  }

  /** Every override that has not ended, in order of handles. */
  overrides(): readonly (readonly [Handle, TagOverride])[] {
    this.expire();
    return this.#overrides.all();
  }

  /** Lays a value over the live one, in the place of an earlier override of the tag. */
  override(h: Handle, override: TagOverride): void {
    const now = this.#now();
    this.#overrides.set(h, override, now);
    this.#mark(h, OVERRIDDEN);
    this.#tell([h], now.wall);
  }

  /** Brings the live value back. Undefined when the tag was not overridden. */
  release(h: Handle): TagOverride | undefined {
    this.expire();
    const ended = this.#overrides.delete(h);
    if (ended !== undefined) this.#uncover([h], this.#clock.now());
    return ended;
  }

  #markCare({ handles, exact, sourceT, serverT }: RawBatch): void {
    for (const i of exact?.keys() ?? []) this.#mark(handles[i], EXACT);
    if (sourceT !== undefined || serverT !== undefined) for (const h of handles) this.#mark(h, TIMED);
  }

  #mark(h: Handle | undefined, care: number): void {
    if (h !== undefined) this.#care[h] = (this.#care[h] ?? 0) | care;
  }

  /** The long way of one value: whatever is not an ordinary good number. */
  #take(h: Handle, i: number, { batch, now, notShown }: Pass): void {
    const care = this.#care[h] ?? 0;
    const received = { raw: batch.v[i] ?? Number.NaN, exact: care & EXACT ? batch.exact?.get(i) : undefined };
    const told = batch.q[i] ?? NOT_READ_YET;
    const isText = typeof received.exact === 'string' && !isBad(told);
    let { v, q } = isText ? { v: Number.NaN, q: told } : this.#conversion.of(h, received.raw, told);
    if (care & WATCHED) q = this.#watch(h, { received, q }, now.monotonic);
    const t = batch.t[i] ?? Number.NaN;
    // Of a scaled or clamped value the digits on the wire are not those of the value.
    const isExact = !isBad(q) && (isText || (care & CONVERTED) === 0);
    this.#live.store(h, { v, q, t, exact: isExact ? received.exact : undefined });
    this.#live.receive(h, received, now.wall);
    if (care & TIMED) this.#times.record(batch, i);
    this.#deadlines.restart(h, now.monotonic);
    const override = care & OVERRIDDEN ? this.#overrides.inForce(h, q) : undefined;
    if (override !== undefined) {
      v = override.value;
      q = qualityOf(override);
      batch.t[i] = Math.max(t, override.since);
    }
    batch.v[i] = v;
    batch.q[i] = q;
    if (received.exact !== undefined && (override !== undefined || !isExact)) notShown.push(i);
  }

  #watch(h: Handle, { received, q }: { received: RawValue; q: Quality }, now: number): Quality {
    // Past its deadline and not yet swept: from the deadline on nobody heard it.
    const silentFrom = Math.min(now, this.#deadlines.at(h));
    if (isBad(q) || silentFrom < now) this.#frozen.pause(h, silentFrom);
    if (isBad(q)) return q;
    const isFrozen = this.#frozen.heard(h, received, now);
    return isFrozen && isGood(q) ? FROZEN : q;
  }

  /** Nothing is heard any more: from the deadline on when that has passed, else from now on. */
  #silence(h: Handle): void {
    this.#frozen.pause(h, Math.min(this.#clock.monotonic(), this.#deadlines.at(h)));
    this.#deadlines.clear(h);
  }

  #shown(h: Handle): Reading {
    const live = this.#live.reading(h);
    const override = (this.#care[h] ?? 0) & OVERRIDDEN ? this.#overrides.inForce(h, live.q) : undefined;
    if (override === undefined) return live;
    const { value: v, since } = override;
    return { ...live, v, q: qualityOf(override), t: Math.max(live.t, since), exact: undefined };
  }

  #expireSilent({ wall, monotonic }: Moment): void {
    if (this.#deadlines.earliest > monotonic) return;
    const expired = this.#deadlines.passed(monotonic);
    for (const h of expired) {
      this.#silence(h);
      this.#live.hold(h, wall);
    }
    this.#tell(expired, wall);
  }

  #markFrozen({ wall, monotonic }: Moment): void {
    if (this.#frozen.earliest > monotonic) return;
    const stuck = this.#frozen.takeDue(monotonic).filter(h => isGood(this.#live.quality(h)));
    for (const h of stuck) this.#live.store(h, { ...this.#live.reading(h), q: FROZEN, t: wall });
    this.#tell(stuck, wall);
  }

  #endOverrides(now: Moment): void {
    if (this.#overrides.size === 0) return;
    const ended = this.#overrides.takeEnded(now);
    this.#uncover(
      ended.map(([h]) => h),
      now.wall,
    );
    for (const [h, override] of ended) this.#onOverrideEnd?.(h, override);
  }

  #uncover(handles: readonly Handle[], now: number): void {
    for (const h of handles) this.#care[h] = (this.#care[h] ?? 0) & ~OVERRIDDEN;
    this.#tell(handles, now);
  }

  #now(): Moment {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  /** Announces what is shown of `handles`, as of `t`. */
  #tell(handles: ArrayLike<Handle>, t: number): void {
    if (handles.length === 0) return;
    const readings = Array.from(handles, h => this.#shown(h));
    const exact = new Map(readings.flatMap((r, i) => (r.exact === undefined ? [] : [[i, r.exact] as const])));
    this.#listeners.tell({
      handles: Uint32Array.from(handles),
      t: new Float64Array(handles.length).fill(t),
      v: Float64Array.from(readings, r => r.v),
      q: Uint16Array.from(readings, r => r.q),
      ...(exact.size === 0 ? {} : { exact }),
    });
  }
}

function without(exact: RawBatch['exact'], positions: readonly number[]): ReadonlyMap<number, Exact> {
  return new Map([...(exact ?? [])].filter(([i]) => !positions.includes(i)));
}
