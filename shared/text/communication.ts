/** What the communication screen says, by key; rules in catalog.ts. */
import type { ModbusTable } from '../modbus/register-field.ts';
import type { DeviceState, Protocol } from '../model/device.ts';
import type { OverrideKind } from '../model/tag.ts';

export interface CommunicationTexts {
  readonly title: string;
  /** Below the icon of the rail, where there is room for about six letters. */
  readonly rail: string;
  /** The part of the tree of screens that it belongs to. */
  readonly support: string;
  readonly open: string;
  readonly openDevice: string;
  readonly state: Record<DeviceState, string>;
  readonly stateAndCause: string;
  readonly protocol: Record<Protocol, string>;
  readonly devices: string;
  readonly sinceStart: string;
  /** An answer of the station failed; what is shown is what came last. */
  readonly notUpdated: string;
  readonly counts: { readonly full: string; readonly half: string; readonly crossed: string; readonly hollow: string };
  readonly network: string;
  readonly line: string;
  readonly column: {
    readonly device: string;
    readonly address: string;
    readonly state: string;
    readonly p50: string;
    readonly p95: string;
    readonly hour: string;
    readonly success: string;
    readonly errors: string;
    readonly overruns: string;
    readonly tags: string;
  };
  readonly detail: {
    readonly none: string;
    readonly channel: string;
    readonly told: string;
    readonly latency: string;
    readonly replies: string;
    readonly noReplies: string;
    readonly timeout: string;
    readonly groups: string;
    readonly noGroups: string;
    readonly period: string;
    readonly measured: string;
    readonly jitter: string;
    readonly requests: string;
    readonly overruns: string;
    readonly tags: string;
    readonly holes: string;
    readonly hole: string;
    readonly table: Record<ModbusTable, string>;
    readonly nextTrial: string;
    readonly clockOffset: string;
    readonly cost: string;
    readonly costs: string;
    readonly notMeasured: string;
    readonly recorder: string;
    readonly recorderOn: string;
    readonly recorderOff: string;
    readonly lateReplies: string;
    readonly writes: string;
    readonly failed: string;
    readonly traffic: string;
    readonly attention: string;
    readonly noAttention: string;
    readonly frozen: string;
    readonly silent: string;
    readonly outOfRange: string;
    readonly overridden: string;
    readonly more: string;
    readonly events: string;
    readonly noEvents: string;
  };
  readonly action: {
    readonly takeOut: string;
    readonly putBack: string;
    readonly record: string;
    readonly stopRecording: string;
    readonly certificates: string;
    readonly newOverride: string;
    readonly release: string;
  };
  readonly register: {
    readonly title: string;
    readonly none: string;
    readonly kind: Record<OverrideKind, string>;
    readonly tag: string;
    readonly value: string;
    readonly live: string;
    readonly quality: string;
    readonly who: string;
    readonly why: string;
    readonly since: string;
    readonly until: string;
    readonly remaining: string;
    readonly active: string;
  };
}
