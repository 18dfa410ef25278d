/**
 * `station.yaml` as far as it can be read, also when the rest of it is wrong: what is no value of its kind is null, or absent
 * where a list is no list. The checks and the other files build on this, so that one mistake hides no other.
 */
import { z } from 'zod';
import { PROTOCOLS, type Protocol } from '../../../shared/model/device.ts';
import { parseForbidden } from '../address.ts';
import type { ModbusLimits } from '../types.ts';
import { id } from './channel-schema.ts';

const draftId = id.nullable().catch(null);
/** An id that forgot its quotes is complained about and known all the same. */
const draftAreaId = z
  .union([z.string().min(1), z.number().transform(String)])
  .nullable()
  .catch(null);
const string = z.string().nullable().catch(null);
const number = z.number().nullable().catch(null);

const draftLimits = z.object({
  maxRegisters: z.int().min(1).max(125).nullable().default(125).catch(null),
  forbidden: z.array(string).nullable().default([]).catch(null),
});
const NO_LIMITS = { maxRegisters: null, forbidden: null };
const draftDevice = z
  .object({
    id: draftId,
    unit: z.number().nullable().optional().catch(null),
    addressBase: z.literal([0, 1]).nullable().default(0).catch(null),
    limits: draftLimits.default({ maxRegisters: 125, forbidden: [] }).catch(NO_LIMITS),
  })
  .catch({ id: null, unit: null, addressBase: null, limits: NO_LIMITS });

const draftAddress = z.object({ host: string, port: number }).nullable().catch(null);
const draftGroup = z.object({ scanMs: number, mode: string, samplingMs: number, queue: number }).partial().catch({});
const draftChannel = z
  .object({
    id: draftId,
    protocol: z.enum(PROTOCOLS).nullable().catch(null),
    host: string,
    port: number,
    backup: draftAddress,
    serial: z.object({ path: string }).nullable().catch(null),
    security: z.object({ mode: z.string(), policy: z.string() }).nullable().catch(null),
    user: string,
    userCertificate: z.boolean().catch(false),
    groups: z.array(draftGroup).catch([]),
    devices: z.array(draftDevice).nullable().catch(null),
  })
  .catch({
    id: null,
    protocol: null,
    host: null,
    port: null,
    backup: null,
    serial: null,
    security: null,
    user: null,
    userCertificate: false,
    groups: [],
    devices: null,
  });

export const draftSchema = z.object({
  areas: z
    .array(z.object({ id: draftAreaId }).catch({ id: null }))
    .nullable()
    .catch(null),
  channels: z.array(draftChannel).nullable().catch(null),
});
export type StationDraft = z.output<typeof draftSchema>;
export type ChannelDraft = z.output<typeof draftChannel>;
type DeviceDraft = z.output<typeof draftDevice>;

/** What a row of `tags.csv` must know of its device. Null where the station file does not say it rightly. */
export interface DeviceFacts {
  readonly protocol: Protocol | null;
  /** Whether the registers are counted from 0 or from 1. */
  readonly addressBase: 0 | 1 | null;
  readonly maxRegisters: number | null;
  readonly forbidden: ModbusLimits['forbidden'];
  /** Unit 0 of a serial line: takes writes and answers nothing. */
  readonly isBroadcast: boolean;
}

/** What other files may name. It is known as far as the file can be read, also when the rest of it is wrong. */
export interface StationNames {
  /** Null when not all of them could be read: then nothing can be said against a name. */
  readonly areas: ReadonlySet<string> | null;
  readonly devices: ReadonlySet<string> | null;
  readonly facts: ReadonlyMap<string, DeviceFacts>;
}

/** Names of a station file that is not there. */
export const NO_NAMES: StationNames = { areas: null, devices: null, facts: new Map() };

export function namesOf({ areas, channels }: StationDraft): StationNames {
  const devices = channels?.flatMap(channel => channel.devices?.map(device => ({ channel, device })) ?? [null]) ?? [
    null,
  ];
  return {
    areas: complete(areas?.map(a => a.id) ?? [null]),
    devices: complete(devices.map(d => d?.device.id ?? null)),
    facts: new Map(
      devices.flatMap(d => (d === null || d.device.id === null ? [] : [[d.device.id, factsOf(d.channel, d.device)]])),
    ),
  };
}

const complete = (ids: readonly (string | null)[]): ReadonlySet<string> | null =>
  ids.includes(null) ? null : new Set(ids.filter(id => id !== null));

/** RTU frames on a line that several devices share. */
const isLine = (protocol: Protocol | null): boolean => protocol === 'modbus-rtu' || protocol === 'modbus-rtu-tcp';

/** Null when it is not said rightly: on a line a unit that is missing is none, elsewhere it is 0. */
export function unitOf({ protocol }: ChannelDraft, { unit }: DeviceDraft): number | null {
  return unit === undefined ? (isLine(protocol) ? null : 0) : unit;
}

function factsOf(channel: ChannelDraft, device: DeviceDraft): DeviceFacts {
  const { addressBase, limits } = device;
  return {
    protocol: channel.protocol,
    addressBase,
    maxRegisters: limits.maxRegisters,
    forbidden: (limits.forbidden ?? []).flatMap(text => {
      const parsed = text === null ? null : parseForbidden(text, addressBase ?? 0);
      return parsed?.ok === true ? [parsed.address] : [];
    }),
    isBroadcast: isLine(channel.protocol) && unitOf(channel, device) === 0,
  };
}
