/**
 * What `station.yaml` may say of a channel, one schema a protocol: a key that belongs to another protocol is a mistake and not
 * a wish that nobody hears. Values that depend on others are made in `channel-settings.ts`, rules between values are in
 * `station-checks.ts`.
 */
import { z } from 'zod';
import { OPCUA_POLICIES, PARITIES } from '../types.ts';

export const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export const id = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/)
  .meta({
    form: {
      zh: '以字母开头，由字母、数字、- 和 _ 组成，最长 32',
      en: 'a name of letters, digits, - and _ that starts with a letter, at most 32 characters',
    },
  });

const host = z.string().min(1);
const port = z.int().min(1).max(65_535);
const network = { host, port };
const backup = z.strictObject(network).optional();

const anyChannel = {
  id,
  connectTimeoutMs: z.int().min(100).max(60_000).default(3_000),
  timeoutMs: z.int().min(20).max(60_000).default(1_000),
  /** Lamp of the header; default: the device, or the channel when it has several. */
  group: z.string().min(1).max(12).optional(),
  /**
   * Ring of the flight recorder on disk. Ten requests a second for a hundred registers each, with frame overhead, come to about
   * 300 MB a day: 64 MB keep the five hours before something happened, and twenty channels stay below 2 GB.
   */
  recorderMb: z.int().min(0).max(4_096).default(64),
};

const anyModbus = {
  ...anyChannel,
  /**
   * As long as a late answer may come over a serial line, requests that it could be taken for are not sent: longer costs
   * values after a lost answer, shorter costs truth. Slow meters behind serial servers were seen up to 2 s late.
   */
  lateReplyMs: z.int().min(0).max(60_000).default(3_000),
  turnaroundMs: z.int().min(0).max(1_000).optional(),
};

const anyDevice = { id, name: text, enabled: z.boolean().default(true) };

const limits = z.strictObject({
  maxRegisters: z.int().min(1).max(125).default(125),
  maxBits: z.int().min(1).max(2_000).default(2_000),
  /** Their form is checked where the device's counting is known. */
  forbidden: z.array(z.string()).default([]),
});
export type LimitsEntry = z.output<typeof limits>;

const unit = z.int().min(0).max(255);
const anyModbusDevice = {
  ...anyDevice,
  limits: limits.default({ maxRegisters: 125, maxBits: 2_000, forbidden: [] }),
  addressBase: z.literal([0, 1]).default(0),
};
/** Many devices with an address of their own ignore the unit; on a line nobody is asked without it. */
const tcpDevices = z.array(z.strictObject({ ...anyModbusDevice, unit: unit.default(0) })).min(1);
const lineDevices = z.array(z.strictObject({ ...anyModbusDevice, unit })).min(1);
const opcuaDevices = z.array(z.strictObject(anyDevice)).min(1);

const serial = z.strictObject({
  path: z.string().min(1),
  baud: z.int().min(300).max(921_600).default(9_600),
  parity: z.enum(PARITIES).default('none'),
  dataBits: z
    .literal(8)
    .default(8)
    .meta({ form: { zh: '8:RTU 的每个字节都是 8 位', en: '8, because RTU sends bytes of eight bits' } }),
  stopBits: z.literal([1, 2]).default(1),
  raisesRts: z.boolean().default(false),
});

const opcuaGroup = z.strictObject({
  scanMs: z.int().min(50).max(3_600_000),
  mode: z.enum(['subscribe', 'read']).default('subscribe'),
  samplingMs: z.int().min(10).max(3_600_000).optional(),
  queue: z.int().min(1).max(10_000).optional(),
});
export type OpcuaGroupEntry = z.output<typeof opcuaGroup>;

export const channelSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    ...anyModbus,
    protocol: z.literal('modbus-tcp'),
    ...network,
    backup,
    inFlight: z.int().min(1).max(16).default(1),
    gateway: z.boolean().optional(),
    /** False for gateways that answer every request with id 0; then only one request can be on the way. */
    transactionIds: z.boolean().default(true),
    devices: tcpDevices,
  }),
  z.strictObject({
    ...anyModbus,
    protocol: z.literal('modbus-rtu-tcp'),
    ...network,
    backup,
    echo: z.boolean().default(false),
    devices: lineDevices,
  }),
  z.strictObject({
    ...anyModbus,
    protocol: z.literal('modbus-rtu'),
    serial,
    echo: z.boolean().default(false),
    devices: lineDevices,
  }),
  z.strictObject({
    ...anyChannel,
    protocol: z.literal('opcua'),
    ...network,
    path: z.string().default('/'),
    security: z
      .strictObject({ mode: z.enum(['None', 'Sign', 'SignAndEncrypt']), policy: z.enum(OPCUA_POLICIES) })
      .default({ mode: 'SignAndEncrypt', policy: 'Basic256Sha256' }),
    user: z.string().min(1).nullable().default(null),
    userCertificate: z.boolean().default(false),
    groups: z.array(opcuaGroup).default([]),
    /** Two machines that keep time by NTP differ by well under 1 s; one that has lost it by hours or years. */
    clockToleranceMs: z.int().min(100).max(86_400_000).default(60_000),
    devices: opcuaDevices,
  }),
]);
export type ChannelEntry = z.output<typeof channelSchema>;

/** What is the same in every protocol: for a channel whose protocol cannot be read. */
export const anyChannelSchema = z.looseObject({ ...anyChannel, devices: z.array(z.looseObject(anyDevice)).min(1) });
