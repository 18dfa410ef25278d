/**
 * What a technician wants to know of one OPC UA session: counters, round trips, how well each scan group keeps its period.
 * Main thread; plain numbers, no clock of its own. The devices of a channel share the session and so these figures.
 */

import type { DeviceCounters, DeviceDiagnostics, ScanGroupStatus } from '../../../../../shared/model/device.ts';
import type { OpcuaGroup } from '../../../../project/types.ts';
import { NO_COUNTS } from '../../../device-state.ts';
import type { GrantedGroup, PongReport, PublishedReport } from '../messages.ts';

/** Upper bounds of the latency classes, ms: from a PLC on the same switch to more than any request may take. */
const BOUNDS_MS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 60_000];
/** Publish responses that period and jitter look back on. */
const BEATS = 64;

/** What comes sooner after a beat than this part of a cycle belongs to it: servers split what is too long for one response. */
const SAME_BEAT = 0.5;

/** Times between publish responses, each counted in whole cycles: a response that had nothing to say was left out. */
class Beats {
  #lastAt = Number.NaN;
  #cycleMs = 0;
  readonly #cycles: { readonly ms: number; readonly offMs: number }[] = [];

  beat(at: number, cycleMs: number): void {
    if (cycleMs !== this.#cycleMs) this.reset();
    this.#cycleMs = cycleMs;
    const elapsedMs = at - this.#lastAt;
    if (elapsedMs < cycleMs * SAME_BEAT) return;
    this.#lastAt = at;
    if (Number.isNaN(elapsedMs) || cycleMs <= 0) return;
    const count = Math.max(1, Math.round(elapsedMs / cycleMs));
    this.#cycles.push({ ms: elapsedMs / count, offMs: Math.abs(elapsedMs - count * cycleMs) });
    if (this.#cycles.length > BEATS) this.#cycles.shift();
  }

  reset(): void {
    this.#lastAt = Number.NaN;
    this.#cycles.length = 0;
  }

  get measuredPeriodMs(): number {
    return this.#cycles.reduce((sum, { ms }) => sum + ms, 0) / this.#cycles.length;
  }

  get jitterMs(): number {
    return this.#cycles.reduce((most, { offMs }) => Math.max(most, offMs), this.#cycles.length > 0 ? 0 : Number.NaN);
  }
}

export interface DiagnosticsParts {
  readonly device: string;
  /** Number of the device's tags in each group, in the order of the groups. */
  readonly tagsOf: readonly number[];
  readonly isRecorded: boolean;
  readonly writes: number;
  readonly writeFailures: number;
}

export class LinkFigures {
  readonly #groups: readonly OpcuaGroup[];
  readonly #beats: readonly Beats[];
  readonly #requests: number[];
  /** Scans that found the last one running, and values that the server had to throw away, by group. */
  readonly #overruns: number[];
  readonly #latency: number[] = BOUNDS_MS.map(() => 0);
  /** Of connections that have ended. */
  #before: DeviceCounters;
  #now: DeviceCounters;

  constructor(groups: readonly OpcuaGroup[]) {
    this.#groups = groups;
    this.#beats = groups.map(() => new Beats());
    this.#requests = groups.map(() => 0);
    this.#overruns = groups.map(() => 0);
    this.#before = NO_COUNTS;
    this.#now = NO_COUNTS;
  }

  get overruns(): number {
    return this.#overruns.reduce((sum, count) => sum + count, 0);
  }

  granted(group: number, { requests }: GrantedGroup): void {
    this.#requests[group] = requests;
  }

  published({ group, heardAt, cycleMs, overflowed }: PublishedReport): void {
    this.#beats[group]?.beat(heardAt, cycleMs);
    this.#overruns[group] = (this.#overruns[group] ?? 0) + overflowed.length;
  }

  overrun(group: number): void {
    this.#overruns[group] = (this.#overruns[group] ?? 0) + 1;
  }

  pong({ roundTripMs, replies, faults, bytesSent, bytesReceived }: PongReport): void {
    const at = BOUNDS_MS.findIndex(bound => roundTripMs < bound);
    if (at >= 0) this.#latency[at] = (this.#latency[at] ?? 0) + 1;
    this.#now = { ...NO_COUNTS, replies, exceptions: faults, bytesSent, bytesReceived };
  }

  /** The connection is gone; its counters begin at zero in the next one. */
  lost(): void {
    this.#before = sum(this.#before, this.#now);
    this.#now = NO_COUNTS;
    for (const beats of this.#beats) beats.reset();
  }

  diagnostics({ device, tagsOf, isRecorded, writes, writeFailures }: DiagnosticsParts): DeviceDiagnostics {
    return {
      device,
      counters: { ...sum(this.#before, this.#now), writes, writeFailures },
      latency: { boundsMs: BOUNDS_MS, counts: [...this.#latency] },
      groups: this.#groups.flatMap((group, at) => (tagsOf[at] ? [this.#groupStatus(group, at, tagsOf[at])] : [])),
      holes: [],
      cost: null,
      isRecorded,
    };
  }

  #groupStatus({ periodMs }: OpcuaGroup, at: number, tags: number): ScanGroupStatus {
    return {
      periodMs,
      tags,
      requests: this.#requests[at] ?? 0,
      overruns: this.#overruns[at] ?? 0,
      measuredPeriodMs: this.#beats[at]?.measuredPeriodMs ?? Number.NaN,
      jitterMs: this.#beats[at]?.jitterMs ?? Number.NaN,
    };
  }
}

function sum(a: DeviceCounters, b: DeviceCounters): DeviceCounters {
  return {
    ...NO_COUNTS,
    replies: a.replies + b.replies,
    exceptions: a.exceptions + b.exceptions,
    bytesSent: a.bytesSent + b.bytesSent,
    bytesReceived: a.bytesReceived + b.bytesReceived,
  };
}
