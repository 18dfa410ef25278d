/**
 * Lost devices (main thread): one alarm for the device, everything of its tags suppressed beneath it. From the first sign of the
 * loss until its own tags have been judged again after the return, an alarm of the device is not taken up at all: a short loss
 * leaves no trace, and after a long one each alarm stands where it would stand without the loss. Devices without a `LOST` alarm
 * are left alone: to suppress without an alarm in the place would be to hide.
 */

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

  constructor(parts: GateParts) {
    this.#parts = parts;
    for (const point of parts.points) {
      const { kind, device } = point.definition;
      if (kind === 'LOST' && device !== null) this.#lostAlarms.set(device, point);
    }
    for (const point of parts.points) {
      const { kind, device } = point.definition;
      if (kind === 'LOST' || device === null || !this.#lostAlarms.has(device)) continue;
      this.#members.set(device, [...(this.#members.get(device) ?? []), point]);
    }
  }

  hasAlarm(device: string): boolean {
    return this.#lostAlarms.has(device);
  }

  /** After a restart: what was suppressed beneath a device waits for the device as before. */
  restore(now: Instant): void {
    for (const [device, members] of this.#members) {
      const isLost = this.#lostAlarms.get(device)?.isActive === true;
      for (const point of members) {
        if (isLost || point.wanted.has(`device:${device}`)) shut(point, now);
      }
      if (isLost) this.#parts.suppressor.wantAll(members, beneath(device));
    }
  }

  /** Before the conditions hear of it. */
  changed(device: string, isLost: boolean, now: Instant): void {
    if (isLost) this.#lost.add(device);
    else this.#lost.delete(device);
    for (const point of this.#members.get(device) ?? []) {
      if (isLost || point.gate !== null) shut(point, now);
    }
  }

  /** After the condition has heard of it. Values are invalidated before a loss is told. */
  sampled(point: AlarmPoint, { q }: ConditionSample, now: Instant): void {
    const { kind, device } = point.definition;
    if (kind === 'LOST' || device === null || !this.#lostAlarms.has(device)) return;
    const reason = qualityReason(q);
    if (reason === 'comm-loss' || reason === 'disabled') {
      if (point.gate === null) shut(point, now);
      return;
    }
    if (point.gate === null || this.#lost.has(device)) return;
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
    this.#parts.suppressor.wantAll(members, beneath(device));
  }

  advance(now: Instant): void {
    for (const [device, members] of this.#members) {
      for (const point of members) this.#open(point, device, now);
    }
  }

  #open(point: AlarmPoint, device: string, now: Instant): void {
    const { gate } = point;
    if (gate === null || this.#lost.has(device) || this.#lostAlarms.get(device)?.isActive === true) return;
    if (!gate.isFresh && now.monotonic - gate.since < SETTLE_MS) return;
    point.gate = null;
    this.#parts.suppressor.unwant(point, beneath(device));
    this.#parts.judge(point);
  }
}

const beneath = (device: string): AlarmSuppression => ({ kind: 'device', of: device, hold: null });

function shut(point: AlarmPoint, now: Instant): void {
  point.gate = { isFresh: false, since: now.monotonic };
}
