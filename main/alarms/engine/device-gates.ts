/**
 * Devices that give nothing (main thread). A lost one is one alarm, with everything of its tags suppressed beneath it. One that a
 * person has taken out of operation is none: its own alarm is suppressed with the others, by design. From the first sign until
 * its own tags have been judged again after the return, an alarm of the device is not taken up at all: a short loss leaves no
 * trace, and after a long one each alarm stands where it would stand without it. A loss without a `LOST` alarm suppresses
 * nothing: to suppress without an alarm in the place would be to hide.
 */
import { suppressionKey } from '../../../shared/alarm/state-machine.ts';
import type { AlarmSuppression } from '../../../shared/model/alarm.ts';
import { qualityReason } from '../../../shared/model/quality.ts';
import type { ConditionSample, Instant } from '../conditions/condition.ts';
import type { AlarmPoint } from './alarm-point.ts';
import type { Suppressor } from './suppressor.ts';

/** How long an alarm waits for a good value after the return before it is shown as it was, ms: longer than any usual scan. */
export const SETTLE_MS = 15_000;

export interface GateParts {
  readonly points: readonly AlarmPoint[];
  readonly suppressor: Suppressor;
  /** Takes up what the condition says now. */
  readonly judge: (point: AlarmPoint) => void;
}

export class DeviceGates {
  readonly #parts: GateParts;
  readonly #lostAlarms = new Map<string, AlarmPoint>();
  readonly #members = new Map<string, AlarmPoint[]>();
  readonly #lost = new Set<string>();
  /** Out of operation. */
  readonly #disabled = new Set<string>();

  constructor(parts: GateParts) {
    this.#parts = parts;
    for (const point of parts.points) {
      const { kind, device } = point.definition;
      if (kind === 'LOST' && device !== null) this.#lostAlarms.set(device, point);
    }
    for (const point of parts.points) {
      const { kind, device } = point.definition;
      if (kind === 'LOST' || device === null) continue;
      this.#members.set(device, [...(this.#members.get(device) ?? []), point]);
    }
  }

  hasAlarm(device: string): boolean {
    return this.#lostAlarms.has(device);
  }

  /** In operation and lost, or out of operation. */
  isLost(device: string): boolean {
    return this.#lost.has(device);
  }

  isDisabled(device: string): boolean {
    return this.#disabled.has(device);
  }

  /** After a restart: what was suppressed because of a device waits for the device as before. */
  restore(now: Instant): void {
    for (const [device, members] of this.#members) {
      const isLost = this.#lostAlarms.get(device)?.isActive === true;
      for (const point of members) {
        if (isLost || isSuppressed(point, beneath(device)) || isSuppressed(point, without(device))) shut(point, now);
      }
      if (isLost) this.#parts.suppressor.wantAll(members, beneath(device));
    }
    for (const [device, lostAlarm] of this.#lostAlarms) {
      if (isSuppressed(lostAlarm, without(device))) this.#disabled.add(device);
    }
  }

  /** Before the conditions hear of it. */
  changed(device: string, isLost: boolean, now: Instant): void {
    if (isLost) this.#lost.add(device);
    else this.#lost.delete(device);
    for (const point of this.#members.get(device) ?? []) {
      if ((isLost && this.hasAlarm(device)) || point.gate !== null) shut(point, now);
    }
  }

  /** A person has taken it out of operation. Before the conditions hear of it. */
  disable(device: string, now: Instant): void {
    this.#disabled.add(device);
    const lostAlarm = this.#lostAlarms.get(device);
    const members = this.#members.get(device) ?? [];
    for (const point of members) if (point.gate === null) shut(point, now);
    this.#parts.suppressor.wantAll(lostAlarm === undefined ? members : [lostAlarm, ...members], without(device));
  }

  /** A person has put it back. Before the conditions hear of it. */
  enable(device: string, now: Instant): void {
    this.#disabled.delete(device);
    for (const point of this.#members.get(device) ?? []) if (point.gate !== null) shut(point, now);
    const lostAlarm = this.#lostAlarms.get(device);
    if (lostAlarm !== undefined) this.#parts.suppressor.unwant(lostAlarm, without(device));
  }

  /**
   * After the condition has heard of it. Values are invalidated before a loss is told. What else an alarm looks at (the tag of its
   * limit, of a mode) may come from another device: when that is lost, the alarm is judged on.
   */
  sampled(
    point: AlarmPoint,
    { q }: ConditionSample,
    { input, now }: { readonly input: string; readonly now: Instant },
  ): void {
    const { kind, device, tag } = point.definition;
    if (kind === 'LOST' || device === null) return;
    const reason = qualityReason(q);
    if (input === tag && (reason === 'disabled' || (reason === 'comm-loss' && this.hasAlarm(device)))) {
      if (point.gate === null) shut(point, now);
      return;
    }
    if (point.gate === null || this.#isAway(device)) return;
    point.gate.isFresh ||= point.condition.state !== 'unknown';
    this.#open(point, device, now);
  }

  /** The alarm of a device has changed. */
  follow(lostAlarm: AlarmPoint, now: Instant): void {
    const { device } = lostAlarm.definition;
    if (device === null || this.#lostAlarms.get(device) !== lostAlarm) return;
    const members = this.#members.get(device) ?? [];
    if (!lostAlarm.isActive) {
      for (const point of members) this.#open(point, device, now);
      return;
    }
    for (const point of members) if (point.gate === null) shut(point, now);
    const { suppressor } = this.#parts;
    suppressor.wantAll(members, beneath(device));
    // Put back, and it does not answer: now it is this alarm that they are beneath.
    if (!this.#disabled.has(device)) suppressor.unwantAll(members, without(device));
  }

  advance(now: Instant): void {
    for (const [device, members] of this.#members) {
      for (const point of members) this.#open(point, device, now);
    }
  }

  #isAway(device: string): boolean {
    return this.#disabled.has(device) || (this.#lost.has(device) && this.hasAlarm(device));
  }

  #open(point: AlarmPoint, device: string, now: Instant): void {
    const { gate } = point;
    if (gate === null || this.#isAway(device) || this.#lostAlarms.get(device)?.isActive === true) return;
    if (!gate.isFresh && now.monotonic - gate.since < SETTLE_MS) return;
    point.gate = null;
    this.#parts.suppressor.unwant(point, beneath(device));
    this.#parts.suppressor.unwant(point, without(device));
    this.#parts.judge(point);
  }
}

const beneath = (device: string): AlarmSuppression => ({ kind: 'device', of: device, hold: null });
const without = (device: string): AlarmSuppression => ({ kind: 'disabled', of: device, hold: null });

const isSuppressed = (point: AlarmPoint, by: AlarmSuppression): boolean => point.wanted.has(suppressionKey(by));

function shut(point: AlarmPoint, now: Instant): void {
  point.gate = { isFresh: false, since: now.monotonic };
}
