/**
 * Channels of `station.yaml` that each break one rule. `channel` is the text after `- ` of the only channel; the complaint stands
 * at the one place of `mark` in it.
 */

export interface BadChannel {
  readonly what: string;
  readonly channel: string;
  readonly mark: string;
  readonly en: string;
}

const TCP = 'id: a, protocol: modbus-tcp, host: h, port: 1';
const RTU_TCP = 'id: a, protocol: modbus-rtu-tcp, host: h, port: 1';
const RTU = 'id: a, protocol: modbus-rtu';
const UA = 'id: a, protocol: opcua, host: h, port: 1';
const DEVICE = 'devices: [{ id: D, unit: 1, name: *n }]';
const SERVER = 'devices: [{ id: D, name: *n }]';

/** Keys that another protocol has. */
export const FOREIGN_KEYS: readonly BadChannel[] = [
  {
    what: 'several requests on the way on a line',
    channel: `{ ${RTU_TCP}, inFlight: 4, ${DEVICE} }`,
    mark: '4,',
    en: 'key "inFlight" does not belong here — inFlight is for modbus-tcp; allowed here: id, connectTimeoutMs, timeoutMs, group, recorderMb, lateReplyMs, turnaroundMs, protocol, host, port, backup, echo, devices',
  },
  {
    what: 'several requests on the way on OPC UA',
    channel: `{ ${UA}, inFlight: 4, ${SERVER} }`,
    mark: '4,',
    en: 'key "inFlight" does not belong here — inFlight is for modbus-tcp; allowed here: id,',
  },
  {
    what: 'a host of a serial port',
    channel: `{ ${RTU}, host: h, serial: { path: /dev/ttyS0 }, ${DEVICE} }`,
    mark: 'h, serial',
    en: 'key "host" does not belong here — host is for modbus-tcp, modbus-rtu-tcp, opcua; allowed here: id,',
  },
  {
    what: 'a serial port of a network channel',
    channel: `{ ${TCP}, serial: { path: /dev/ttyS0 }, ${DEVICE} }`,
    mark: '{ path',
    en: 'serial is for modbus-rtu; allowed here: id,',
  },
  {
    what: 'a backup of a serial port',
    channel: `{ ${RTU}, backup: { host: h, port: 1 }, serial: { path: /dev/ttyS0 }, ${DEVICE} }`,
    mark: '{ host',
    en: 'backup is for modbus-tcp, modbus-rtu-tcp; allowed',
  },
  {
    what: 'an echo on the network',
    channel: `{ ${TCP}, echo: true, ${DEVICE} }`,
    mark: 'true',
    en: 'echo is for modbus-rtu-tcp, modbus-rtu; allowed',
  },
  {
    what: 'a gateway that is a serial server',
    channel: `{ ${RTU_TCP}, gateway: true, ${DEVICE} }`,
    mark: 'true',
    en: 'gateway is for modbus-tcp; allowed',
  },
  {
    what: 'a turnaround on OPC UA',
    channel: `{ ${UA}, turnaroundMs: 5, ${SERVER} }`,
    mark: '5,',
    en: 'turnaroundMs is for modbus-tcp, modbus-rtu-tcp, modbus-rtu; allowed',
  },
  {
    what: 'late replies on OPC UA',
    channel: `{ ${UA}, lateReplyMs: 5, ${SERVER} }`,
    mark: '5,',
    en: 'lateReplyMs is for modbus-tcp, modbus-rtu-tcp, modbus-rtu; allowed',
  },
  {
    what: 'a login on Modbus',
    channel: `{ ${TCP}, user: citygate, ${DEVICE} }`,
    mark: 'citygate',
    en: 'user is for opcua; allowed',
  },
  {
    what: 'security on Modbus',
    channel: `{ ${TCP}, security: { mode: Sign, policy: Basic256 }, ${DEVICE} }`,
    mark: '{ mode',
    en: 'security is for opcua; allowed',
  },
  {
    what: 'groups on Modbus',
    channel: `{ ${TCP}, groups: [], ${DEVICE} }`,
    mark: '[], d',
    en: 'groups is for opcua; allowed',
  },
  {
    what: 'a unit of an OPC UA device',
    channel: `{ ${UA}, devices: [{ id: D, unit: 7, name: *n }] }`,
    mark: '7,',
    en: 'key "unit" does not belong here — unit is for modbus-tcp, modbus-rtu-tcp, modbus-rtu; allowed here: id, name, enabled',
  },
  {
    what: 'limits of an OPC UA device',
    channel: `{ ${UA}, devices: [{ id: D, limits: {}, name: *n }] }`,
    mark: '{}',
    en: 'limits is for modbus-tcp, modbus-rtu-tcp, modbus-rtu; allowed here: id, name, enabled',
  },
  {
    what: 'a base of an OPC UA device',
    channel: `{ ${UA}, devices: [{ id: D, addressBase: 1, name: *n }] }`,
    mark: '1, name',
    en: 'addressBase is for modbus-tcp, modbus-rtu-tcp, modbus-rtu; allowed here: id, name, enabled',
  },
  {
    what: 'a key that nobody has',
    channel: `{ ${TCP}, colour: red, ${DEVICE} }`,
    mark: 'red',
    en: 'unknown key "colour" — allowed here: id, connectTimeoutMs, timeoutMs, group, recorderMb, lateReplyMs, turnaroundMs, protocol, host, port, backup, inFlight, gateway, transactionIds, devices',
  },
];

export const MODBUS: readonly BadChannel[] = [
  {
    what: 'no protocol',
    channel: `{ id: a, host: h, port: 1, ${DEVICE} }`,
    mark: '{ id: a',
    en: '"channels.0.protocol" is missing — write modbus-tcp or modbus-rtu-tcp or modbus-rtu or opcua',
  },
  {
    what: 'no host',
    channel: `{ id: a, protocol: modbus-tcp, port: 1, ${DEVICE} }`,
    mark: '{ id: a',
    en: '"channels.0.host" is missing — write text that is not empty',
  },
  {
    what: 'no serial port',
    channel: `{ ${RTU}, ${DEVICE} }`,
    mark: '{ id: a',
    en: '"channels.0.serial" is missing — write a mapping with path',
  },
  {
    what: 'a serial port without path',
    channel: `{ ${RTU}, serial: { baud: 9600 }, ${DEVICE} }`,
    mark: 'serial: { baud',
    en: '"channels.0.serial.path" is missing — write text that is not empty',
  },
  {
    what: 'a speed that no port has',
    channel: `{ ${RTU}, serial: { path: COM3, baud: 96 }, ${DEVICE} }`,
    mark: '96 }',
    en: '"channels.0.serial.baud" cannot be 96 — write a whole number from 300 to 921600',
  },
  {
    what: 'a parity that is none',
    channel: `{ ${RTU}, serial: { path: COM3, parity: mark }, ${DEVICE} }`,
    mark: 'mark }',
    en: '"channels.0.serial.parity" cannot be "mark" — write none or even or odd',
  },
  {
    what: 'seven data bits',
    channel: `{ ${RTU}, serial: { path: COM3, dataBits: 7 }, ${DEVICE} }`,
    mark: '7 }',
    en: '"channels.0.serial.dataBits" cannot be 7 — write 8, because RTU sends bytes of eight bits',
  },
  {
    what: 'one and a half stop bits',
    channel: `{ ${RTU}, serial: { path: COM3, stopBits: 1.5 }, ${DEVICE} }`,
    mark: '1.5',
    en: '"channels.0.serial.stopBits" cannot be 1.5 — write 1 or 2',
  },
  {
    what: 'RTS that is neither raised nor not',
    channel: `{ ${RTU}, serial: { path: COM3, raisesRts: 1 }, ${DEVICE} }`,
    mark: '1 }, d',
    en: '"channels.0.serial.raisesRts" cannot be 1 — write true or false',
  },
  {
    what: '17 requests on the way',
    channel: `{ ${TCP}, inFlight: 17, ${DEVICE} }`,
    mark: '17',
    en: '"channels.0.inFlight" cannot be 17 — write a whole number from 1 to 16',
  },
  {
    what: 'no request on the way',
    channel: `{ ${TCP}, inFlight: 0, ${DEVICE} }`,
    mark: '0,',
    en: '"channels.0.inFlight" cannot be 0',
  },
  {
    what: 'a turnaround of two seconds',
    channel: `{ ${RTU_TCP}, turnaroundMs: 2000, ${DEVICE} }`,
    mark: '2000',
    en: '"channels.0.turnaroundMs" cannot be 2000 — write a whole number from 0 to 1000',
  },
  {
    what: 'a recorder of 5 GB',
    channel: `{ ${TCP}, recorderMb: 5000, ${DEVICE} }`,
    mark: '5000',
    en: '"channels.0.recorderMb" cannot be 5000 — write a whole number from 0 to 4096',
  },
  {
    what: 'a backup without port',
    channel: `{ ${TCP}, backup: { host: g }, ${DEVICE} }`,
    mark: 'backup: { host: g',
    en: '"channels.0.backup.port" is missing — write a whole number from 1 to 65535',
  },
  {
    what: 'a backup that is the channel itself',
    channel: `{ ${TCP}, backup: { host: h, port: 1 }, ${DEVICE} }`,
    mark: '1 }, d',
    en: 'endpoint "h:1" appears twice — line 9 has it already; use another one',
  },
  {
    what: 'a device on a line that does not say its unit',
    channel: `{ ${RTU_TCP}, devices: [{ id: D, name: *n }] }`,
    mark: '{ id: D',
    en: '"channels.0.devices.0.unit" is missing — write a whole number from 0 to 255',
  },
  {
    what: 'a unit of 256',
    channel: `{ ${RTU}, serial: { path: COM3 }, devices: [{ id: D, unit: 256, name: *n }] }`,
    mark: '256',
    en: '"channels.0.devices.0.unit" cannot be 256',
  },
  {
    what: 'two devices without unit',
    channel: `{ ${TCP}, devices: [{ id: D, name: *n }, { id: E, name: *n }] }`,
    mark: '{ id: E',
    en: 'unit on channel a "0" appears twice',
  },
  {
    what: 'a device that is nearly enabled',
    channel: `{ ${TCP}, devices: [{ id: D, enabled: maybe, name: *n }] }`,
    mark: 'maybe',
    en: '"channels.0.devices.0.enabled" cannot be "maybe" — write true or false',
  },
  {
    what: 'a base of 2',
    channel: `{ ${TCP}, devices: [{ id: D, addressBase: 2, name: *n }] }`,
    mark: '2, name',
    en: '"channels.0.devices.0.addressBase" cannot be 2 — write 0 or 1',
  },
  {
    what: 'reads of 126 registers',
    channel: `{ ${TCP}, devices: [{ id: D, limits: { maxRegisters: 126 }, name: *n }] }`,
    mark: '126',
    en: '"channels.0.devices.0.limits.maxRegisters" cannot be 126 — write a whole number from 1 to 125',
  },
  {
    what: 'reads of 2001 bits',
    channel: `{ ${TCP}, devices: [{ id: D, limits: { maxBits: 2001 }, name: *n }] }`,
    mark: '2001',
    en: '"channels.0.devices.0.limits.maxBits" cannot be 2001 — write a whole number from 1 to 2000',
  },
  {
    what: 'an unknown limit',
    channel: `{ ${TCP}, devices: [{ id: D, limits: { maxWords: 1 }, name: *n }] }`,
    mark: '1 }, name',
    en: 'unknown key "maxWords" — allowed here: maxRegisters, maxBits, forbidden',
  },
  {
    what: 'a forbidden range that is none',
    channel: `{ ${TCP}, devices: [{ id: D, limits: { forbidden: ["coil:7", "holding:9-5"] }, name: *n }] }`,
    mark: '"holding:9-5"',
    en: 'forbidden range "holding:9-5" is not understood — write "holding:100-120" or "coil:7" with addresses from 0 to 65535',
  },
  {
    what: 'a forbidden register 0 where registers are counted from 1',
    channel: `{ ${TCP}, devices: [{ id: D, addressBase: 1, limits: { forbidden: ["holding:0"] }, name: *n }] }`,
    mark: '"holding:0"',
    en: 'forbidden range "holding:0" is not understood — write "holding:100-120" or "coil:7" with addresses from 1 to 65536',
  },
  {
    what: 'a forbidden number',
    channel: `{ ${TCP}, devices: [{ id: D, limits: { forbidden: [7] }, name: *n }] }`,
    mark: '7]',
    en: '"channels.0.devices.0.limits.forbidden.0" cannot be 7 — write text',
  },
];

export const OPCUA: readonly BadChannel[] = [
  {
    what: 'a policy that OPC UA does not have',
    channel: `{ ${UA}, security: { mode: Sign, policy: Basic512 }, ${SERVER} }`,
    mark: 'Basic512',
    en: '"channels.0.security.policy" cannot be "Basic512" — write None or Basic128Rsa15 or Basic256 or Basic256Sha256 or Aes128_Sha256_RsaOaep or Aes256_Sha256_RsaPss',
  },
  {
    what: 'a mode without policy',
    channel: `{ ${UA}, security: { mode: Sign, policy: None }, ${SERVER} }`,
    mark: '{ mode',
    en: 'security mode and policy contradict each other — both None, or neither',
  },
  {
    what: 'two ways to log in',
    channel: `{ ${UA}, user: citygate, userCertificate: true, ${SERVER} }`,
    mark: 'true',
    en: 'user and userCertificate are two ways to log in — keep one of them; with neither the login is anonymous',
  },
  {
    what: 'a group without period',
    channel: `{ ${UA}, groups: [{ mode: read }], ${SERVER} }`,
    mark: '{ mode',
    en: '"channels.0.groups.0.scanMs" is missing — write a whole number from 50 to 3600000',
  },
  {
    what: 'a period twice',
    channel: `{ ${UA}, groups: [{ scanMs: 1000 }, { scanMs: 1000, mode: read }], ${SERVER} }`,
    mark: '1000, mode',
    en: 'group of scanMs "1000" appears twice — line 9 has it already; use another one',
  },
  {
    what: 'an unknown mode',
    channel: `{ ${UA}, groups: [{ scanMs: 1000, mode: poll }], ${SERVER} }`,
    mark: 'poll',
    en: '"channels.0.groups.0.mode" cannot be "poll" — write subscribe or read',
  },
  {
    what: 'sampling of what is read',
    channel: `{ ${UA}, groups: [{ scanMs: 1000, mode: read, samplingMs: 100 }], ${SERVER} }`,
    mark: '100 }',
    en: 'with mode read there is no samplingMs — leave samplingMs away, or use mode: subscribe',
  },
  {
    what: 'a queue of what is read',
    channel: `{ ${UA}, groups: [{ scanMs: 1000, mode: read, queue: 5 }], ${SERVER} }`,
    mark: '5 }',
    en: 'with mode read there is no queue',
  },
  {
    what: 'sampling slower than the scan',
    channel: `{ ${UA}, groups: [{ scanMs: 1000, samplingMs: 1500 }], ${SERVER} }`,
    mark: '1500',
    en: 'sampling of 1500 ms is slower than the scan — at most 1000, the scanMs of the group',
  },
  {
    what: 'a queue for nothing',
    channel: `{ ${UA}, groups: [{ scanMs: 1000, queue: 0 }], ${SERVER} }`,
    mark: '0 }]',
    en: '"channels.0.groups.0.queue" cannot be 0 — write a whole number from 1 to 10000',
  },
  {
    what: 'a tolerance of two days',
    channel: `{ ${UA}, clockToleranceMs: 172800000, ${SERVER} }`,
    mark: '172800000',
    en: '"channels.0.clockToleranceMs" cannot be 172800000 — write a whole number from 100 to 86400000',
  },
];
