/** `station.yaml`: who the station is, its channels and devices. */
import { z } from 'zod';
import { PROTOCOLS, type Protocol } from '../../shared/model/device.ts';
import type { Text } from '../../shared/text/text.ts';
import { readDocument, type Source } from './document.ts';
import type { ProblemList } from './problem.ts';
import type { ProjectChannel } from './types.ts';

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const id = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/)
  .meta({
    form: {
      zh: '以字母开头,由字母、数字、- 和 _ 组成,最长 32',
      en: 'a name of letters, digits, - and _ that starts with a letter, at most 32 characters',
    },
  });

const channelSchema = z.strictObject({
  id,
  protocol: z.enum(['modbus-tcp', 'modbus-rtu-tcp', 'opcua']),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  connectTimeoutMs: z.int().min(100).max(60_000).default(3_000),
  timeoutMs: z.int().min(20).max(60_000).default(1_000),
  /** Lamp of the header; default: the device, or the channel when it has several. */
  group: z.string().min(1).max(12).optional(),
  /**
   * Serial lines only. As long as a late answer may come, requests that it could be taken for are not sent: longer costs values
   * after a lost answer, shorter costs truth. Slow meters behind serial servers were seen up to 2 s late.
   */
  lateReplyMs: z.int().min(0).max(60_000).default(3_000),
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
  timeZone: z
    .string()
    .refine(isTimeZone)
    .meta({
      form: { zh: 'IANA 时区名,如 Asia/Shanghai,或 UTC', en: 'an IANA time zone such as Asia/Shanghai, or UTC' },
    }),
  gasDay: z.strictObject({
    start: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .meta({ form: { zh: '带引号的时刻,"00:00"–"23:59"', en: 'a quoted time of day, "00:00" to "23:59"' } }),
  }),
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

/** What other files may name. It is known as far as the file can be read, also when the rest of it is wrong. */
export interface StationNames {
  /** Null when not all of them could be read: then nothing can be said against a name. */
  readonly areas: ReadonlySet<string> | null;
  readonly devices: ReadonlySet<string> | null;
  /** By device; null where its channel does not say it rightly. */
  readonly protocols: ReadonlyMap<string, Protocol | null>;
}

const NO_NAMES: StationNames = { areas: null, devices: null, protocols: new Map() };

/** The file as far as it can be read: what is wrong is null, or absent where a list is no list. */
const draftId = id.nullable().catch(null);
/** An id that forgot its quotes is complained about and known all the same. */
const draftAreaId = z
  .union([z.string().min(1), z.number().transform(String)])
  .nullable()
  .catch(null);
const draftDevice = z.object({ id: draftId, unit: z.number().nullable().default(0).catch(null) }).catch({
  id: null,
  unit: null,
});
const draftChannel = z
  .object({
    id: draftId,
    protocol: z.enum(PROTOCOLS).nullable().catch(null),
    host: z.string().nullable().catch(null),
    port: z.number().nullable().catch(null),
    security: z.object({ mode: z.string(), policy: z.string() }).nullable().catch(null),
    devices: z.array(draftDevice).nullable().catch(null),
  })
  .catch({ id: null, protocol: null, host: null, port: null, security: null, devices: null });
const draftSchema = z.object({
  areas: z
    .array(z.object({ id: draftAreaId }).catch({ id: null }))
    .nullable()
    .catch(null),
  channels: z.array(draftChannel).nullable().catch(null),
});
type Draft = z.output<typeof draftSchema>;

/** `station` is null when the file cannot be used; then the list says why. */
export function readStationFile(
  file: string,
  source: string,
  problems: ProblemList,
): { readonly station: StationFile | null; readonly names: StationNames } {
  const document = readDocument(file, source, problems);
  if (document === null) return { station: null, names: NO_NAMES };
  const station = document.check(stationSchema);
  const draft = draftSchema.safeParse(document.data).data;
  if (draft === undefined) return { station: null, names: NO_NAMES };
  checkUnique(document, draft);
  checkSecurity(document, draft);
  return { station: station === null ? null : toStation(station), names: namesOf(draft) };
}

/** Names of a station file that is not there. */
export const namesOfNothing = (): StationNames => NO_NAMES;

function namesOf({ areas, channels }: Draft): StationNames {
  const devices = channels?.flatMap(c => c.devices?.map(d => ({ id: d.id, protocol: c.protocol })) ?? [null]) ?? [null];
  const ids = devices.map(d => d?.id ?? null);
  return {
    areas: complete(areas?.map(a => a.id) ?? [null]),
    devices: complete(ids),
    protocols: new Map(devices.flatMap(d => (d === null || d.id === null ? [] : [[d.id, d.protocol]]))),
  };
}

const complete = (ids: readonly (string | null)[]): ReadonlySet<string> | null =>
  ids.includes(null) ? null : new Set(ids.filter(id => id !== null));

function checkUnique(document: Source, { areas, channels }: Draft): void {
  const seen = new Map<string, readonly PropertyKey[]>();
  const unique = (kind: Text, name: string, path: readonly PropertyKey[]) => {
    const key = `${kind.en}/${name}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, path);
      return;
    }
    const line = document.lineOf(first);
    document.complain(
      path,
      { zh: `${kind.zh} "${name}" 重复`, en: `${kind.en} "${name}" appears twice` },
      { zh: `第 ${line} 行已有;改成另一个`, en: `line ${line} has it already; use another one` },
    );
  };
  areas?.forEach(({ id }, i) => {
    if (id !== null) unique({ zh: '区域', en: 'area' }, id, ['areas', i, 'id']);
  });
  channels?.forEach((channel, c) => {
    const path = ['channels', c];
    if (channel.id !== null) unique({ zh: '通道', en: 'channel' }, channel.id, [...path, 'id']);
    if (channel.host !== null && channel.port !== null) {
      unique({ zh: '地址', en: 'endpoint' }, `${channel.host}:${channel.port}`, [...path, 'port']);
    }
    channel.devices?.forEach(({ id, unit }, d) => {
      const at = [...path, 'devices', d];
      if (id !== null) unique({ zh: '设备', en: 'device' }, id, [...at, 'id']);
      if (unit === null || channel.protocol === 'opcua' || channel.protocol === null) return;
      const of = channel.id ?? String(c);
      unique({ zh: `通道 ${of} 的站号`, en: `unit on channel ${of}` }, String(unit), [...at, 'unit']);
    });
  });
}

function checkSecurity(document: Source, { channels }: Draft): void {
  channels?.forEach(({ protocol, security }, c) => {
    if (protocol !== 'opcua' || security === null) return;
    if ((security.mode === 'None') === (security.policy === 'None')) return;
    document.complain(
      ['channels', c, 'security'],
      { zh: '安全模式与策略矛盾', en: 'security mode and policy contradict each other' },
      { zh: '两者同为 None 或都不为 None', en: 'both None, or neither' },
    );
  });
}

function toStation(station: z.output<typeof stationSchema>): StationFile {
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
  const { path, security, user, lateReplyMs, protocol, devices, group: given, ...common } = channel;
  const groupOf = (device: string) => given ?? (devices.length === 1 ? device : channel.id);
  const limits = { maxRegisters: 125, maxBits: 2_000, forbidden: [] };
  const base = {
    ...common,
    recorderMb: 64,
    devices: devices.map(d => ({ ...d, channel: channel.id, group: groupOf(d.id), isEnabled: true, limits })),
  };
  if (protocol === 'opcua') {
    const login = user === null ? ({ kind: 'anonymous' } as const) : ({ kind: 'user', user } as const);
    return { ...base, protocol, path, security, login, groups: [], clockToleranceMs: 60_000 };
  }
  const modbus = { ...base, inFlight: 1, lateReplyMs, turnaroundMs: 0, backup: null };
  return protocol === 'modbus-tcp'
    ? { ...modbus, protocol, isGateway: false, hasTransactionIds: true }
    : { ...modbus, protocol, hasEcho: false };
}
