/** `station.yaml`: who the station is, its channels and devices. */
import { z } from 'zod';
import { PROTOCOLS } from '../../shared/model/device.ts';
import { readDocument } from './document.ts';
import type { ProblemList } from './problem.ts';
import type { ProjectChannel } from './types.ts';

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const id = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/);

const channelSchema = z.strictObject({
  id,
  protocol: z.enum(PROTOCOLS),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  connectTimeoutMs: z.int().min(100).max(60_000).default(3_000),
  timeoutMs: z.int().min(20).max(60_000).default(1_000),
  /** Lamp of the header; default: the device, or the channel when it has several. */
  group: z.string().min(1).max(12).optional(),
  /** OPC UA only. */
  path: z.string().default('/'),
  security: z
    .strictObject({
      mode: z.enum(['None', 'Sign', 'SignAndEncrypt']),
      policy: z.enum(['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss']),
    })
    .default({ mode: 'SignAndEncrypt', policy: 'Basic256Sha256' }),
  user: z.string().min(1).nullable().default(null),
  devices: z.array(z.strictObject({ id, name: text, unit: z.int().min(0).max(255).default(0) })).min(1),
});

const stationSchema = z.strictObject({
  format: z.literal(1),
  id,
  name: text,
  timeZone: z.string().refine(isTimeZone),
  gasDay: z.strictObject({ start: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
  demoField: z.boolean().default(false),
  areas: z.array(z.strictObject({ id: z.string().min(1), name: text })).min(1),
  channels: z.array(channelSchema).min(1),
});

export interface StationFile {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly timeZone: string;
  readonly gasDayStart: string;
  readonly demoField: boolean;
  readonly areas: readonly { readonly id: string; readonly name: { readonly zh: string; readonly en: string } }[];
  readonly channels: readonly ProjectChannel[];
}

function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}

/** Null when the file cannot be used; then the list says why. */
export function readStationFile(file: string, source: string, problems: ProblemList): StationFile | null {
  const document = readDocument(file, source, stationSchema, problems);
  if (document === null) return null;
  const station = document.value;

  const seen = new Map<string, string>();
  const unique = (kind: string, name: string, path: readonly PropertyKey[]) => {
    const key = `${kind}/${name}`;
    if (seen.has(key)) {
      document.complain(
        path,
        { zh: `"${name}" 重复`, en: `"${name}" appears twice` },
        { zh: '每个标识只能用一次', en: 'each one may be used once' },
      );
    }
    seen.set(key, name);
  };
  station.areas.forEach((area, i) => unique('area', area.id, ['areas', i, 'id']));
  station.channels.forEach((channel, c) => {
    unique('channel', channel.id, ['channels', c, 'id']);
    unique('endpoint', `${channel.host}:${channel.port}`, ['channels', c, 'port']);
    channel.devices.forEach((device, d) => {
      unique('device', device.id, ['channels', c, 'devices', d, 'id']);
      if (channel.protocol !== 'opcua') {
        unique(`unit of ${channel.id}`, String(device.unit), ['channels', c, 'devices', d, 'unit']);
      }
    });
    if (channel.protocol === 'opcua' && (channel.security.mode === 'None') !== (channel.security.policy === 'None')) {
      document.complain(
        ['channels', c, 'security'],
        { zh: '安全模式与策略矛盾', en: 'security mode and policy contradict each other' },
        { zh: '两者同为 None 或都不为 None', en: 'both None, or neither' },
      );
    }
  });
  return {
    id: station.id,
    name: station.name,
    timeZone: station.timeZone,
    gasDayStart: station.gasDay.start,
    demoField: station.demoField,
    areas: station.areas,
    channels: station.channels.map(toChannel),
  };
}

function toChannel(channel: z.output<typeof channelSchema>): ProjectChannel {
  const { path, security, user, protocol, devices, group: given, ...common } = channel;
  const groupOf = (device: string) => given ?? (devices.length === 1 ? device : channel.id);
  const base = { ...common, devices: devices.map(d => ({ ...d, channel: channel.id, group: groupOf(d.id) })) };
  if (protocol === 'opcua') return { ...base, protocol, path, security, user };
  return { ...base, protocol };
}
