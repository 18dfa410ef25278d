/** The channels of `station.yaml`: what each key means, what stands where nothing is said, what each broken rule is told. */
import { describe, expect, it } from 'vitest';
import { ProblemList } from '../../../main/project/problem.ts';
import { readStationFile } from '../../../main/project/station-file.ts';
import { FOREIGN_KEYS, MODBUS, OPCUA } from './station/channels.table.ts';

const HEAD = `format: 1
id: t
name: &n { zh: 测, en: T }
timeZone: UTC
gasDay: { start: "08:00" }
areas:
  - { id: "1", name: *n }
channels:
`;

function read(...channels: string[]) {
  const source = `${HEAD}${channels.map(c => `  - ${c}\n`).join('')}`;
  const problems = new ProblemList();
  const { station, names } = readStationFile('station.yaml', source, problems);
  const place = (mark: string) => {
    const at = source.indexOf(mark, HEAD.length);
    if (at < 0 || source.indexOf(mark, at + 1) >= 0) throw new Error(`"${mark}" is not once in the channels`);
    const lines = source.slice(0, at).split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
  return { channels: station?.channels ?? [], names, problems: problems.all, place };
}

/** The one channel of a file that is right. */
function channelOf(text: string) {
  const { channels, problems } = read(text);
  expect(problems).toEqual([]);
  return channels[0];
}

const DEVICE = 'devices: [{ id: D, unit: 1, name: *n }]';

describe('a channel that is right', () => {
  it('on Modbus TCP has one request on the way, no pause, and takes one device for no gateway', () => {
    expect(channelOf(`{ id: a, protocol: modbus-tcp, host: h, port: 1, ${DEVICE} }`)).toEqual({
      id: 'a',
      protocol: 'modbus-tcp',
      host: 'h',
      port: 1,
      backup: null,
      connectTimeoutMs: 3_000,
      timeoutMs: 1_000,
      lateReplyMs: 3_000,
      turnaroundMs: 0,
      inFlight: 1,
      isGateway: false,
      hasTransactionIds: true,
      recorderMb: 64,
      devices: [
        {
          id: 'D',
          name: { zh: '测', en: 'T' },
          channel: 'a',
          group: 'D',
          unit: 1,
          isEnabled: true,
          limits: { maxRegisters: 125, maxBits: 2_000, forbidden: [] },
        },
      ],
    });
  });

  it('on Modbus TCP takes what it is told', () => {
    const settings =
      'inFlight: 8, turnaroundMs: 3, recorderMb: 0, gateway: true, transactionIds: false, backup: { host: g, port: 2 }';
    expect(channelOf(`{ id: a, protocol: modbus-tcp, host: h, port: 1, ${settings}, ${DEVICE} }`)).toMatchObject({
      inFlight: 8,
      turnaroundMs: 3,
      recorderMb: 0,
      isGateway: true,
      hasTransactionIds: false,
      backup: { host: 'g', port: 2 },
    });
  });

  it.each([
    ['', true],
    ['gateway: false, ', false],
  ])('with several devices is a gateway unless it says otherwise: "%s"', (key, isGateway) => {
    const devices = 'devices: [{ id: D, unit: 1, name: *n }, { id: E, unit: 2, name: *n }]';
    expect(channelOf(`{ id: a, protocol: modbus-tcp, host: h, port: 1, ${key}${devices} }`)).toMatchObject({
      isGateway,
      devices: [{ group: 'a' }, { group: 'a' }],
    });
  });

  it('on a serial port is 9600 8N1 without RTS, and leaves the line 3.5 characters of quiet', () => {
    expect(channelOf(`{ id: a, protocol: modbus-rtu, serial: { path: /dev/ttyS0 }, ${DEVICE} }`)).toMatchObject({
      protocol: 'modbus-rtu',
      serial: { path: '/dev/ttyS0', baudRate: 9_600, parity: 'none', dataBits: 8, stopBits: 1, raisesRts: false },
      hasEcho: false,
      inFlight: 1,
      turnaroundMs: 5,
      lateReplyMs: 3_000,
    });
  });

  it('on a serial port takes what it is told', () => {
    const serial = '{ path: COM3, baud: 19200, parity: even, dataBits: 8, stopBits: 2, raisesRts: true }';
    const text = `{ id: a, protocol: modbus-rtu, serial: ${serial}, echo: true, turnaroundMs: 0, ${DEVICE} }`;
    expect(channelOf(text)).toMatchObject({
      serial: { path: 'COM3', baudRate: 19_200, parity: 'even', dataBits: 8, stopBits: 2, raisesRts: true },
      hasEcho: true,
      turnaroundMs: 0,
    });
    expect(channelOf(text)).not.toHaveProperty('host');
  });

  // 3.5 characters of 11 bits, and no less than 1.75 ms, in whole ms.
  it.each([
    [1_200, 33],
    [9_600, 5],
    [19_200, 3],
    [38_400, 2],
    [115_200, 2],
  ])('at %i Bd pauses %i ms before the next request', (baud, turnaroundMs) => {
    const serial = `serial: { path: /dev/ttyS0, baud: ${baud} }`;
    expect(channelOf(`{ id: a, protocol: modbus-rtu, ${serial}, ${DEVICE} }`)).toMatchObject({ turnaroundMs });
  });

  it('through a serial server pauses as at 9600 Bd, and may have a backup and an echo', () => {
    const text = (more: string) => `{ id: a, protocol: modbus-rtu-tcp, host: h, port: 1, ${more}${DEVICE} }`;
    expect(channelOf(text(''))).toMatchObject({ turnaroundMs: 5, hasEcho: false, backup: null, inFlight: 1 });
    expect(channelOf(text('turnaroundMs: 20, echo: true, backup: { host: g, port: 1 }, '))).toMatchObject({
      turnaroundMs: 20,
      hasEcho: true,
      backup: { host: 'g', port: 1 },
    });
  });

  it('on OPC UA logs in anonymously, signs and encrypts, and leaves groups to the driver', () => {
    expect(channelOf('{ id: a, protocol: opcua, host: h, port: 1, devices: [{ id: D, name: *n }] }')).toEqual({
      id: 'a',
      protocol: 'opcua',
      host: 'h',
      port: 1,
      path: '/',
      connectTimeoutMs: 3_000,
      timeoutMs: 1_000,
      recorderMb: 64,
      security: { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' },
      login: { kind: 'anonymous' },
      groups: [],
      clockToleranceMs: 60_000,
      devices: [
        {
          id: 'D',
          name: { zh: '测', en: 'T' },
          channel: 'a',
          group: 'D',
          unit: 0,
          isEnabled: true,
          limits: { maxRegisters: 125, maxBits: 2_000, forbidden: [] },
        },
      ],
    });
  });

  it.each([
    ['user: citygate', { kind: 'user', user: 'citygate' }],
    ['userCertificate: true', { kind: 'certificate' }],
    ['userCertificate: false', { kind: 'anonymous' }],
    ['user: citygate, userCertificate: false', { kind: 'user', user: 'citygate' }],
  ])('on OPC UA with %s logs in as %j', (key, login) => {
    expect(
      channelOf(`{ id: a, protocol: opcua, host: h, port: 1, ${key}, devices: [{ id: D, name: *n }] }`),
    ).toMatchObject({
      login,
    });
  });

  it('on OPC UA samples a group once a scan and queues two publishes of it, unless it says more', () => {
    const groups = `groups: [{ scanMs: 1000 }, { scanMs: 5000, samplingMs: 300 }, { scanMs: 100, queue: 7 },
      { scanMs: 60000, mode: read }]`;
    expect(
      channelOf(`{ id: a, protocol: opcua, host: h, port: 1, ${groups}, devices: [{ id: D, name: *n }] }`),
    ).toMatchObject({
      groups: [
        { periodMs: 1_000, mode: 'subscribe', samplingMs: 1_000, queueSize: 2 },
        { periodMs: 5_000, mode: 'subscribe', samplingMs: 300, queueSize: 34 },
        { periodMs: 100, mode: 'subscribe', samplingMs: 100, queueSize: 7 },
        { periodMs: 60_000, mode: 'read', samplingMs: 60_000, queueSize: 2 },
      ],
    });
  });

  it.each([
    'None',
    'Basic128Rsa15',
    'Basic256',
    'Basic256Sha256',
    'Aes128_Sha256_RsaOaep',
    'Aes256_Sha256_RsaPss',
  ])('on OPC UA may use the policy %s', policy => {
    const mode = policy === 'None' ? 'None' : 'Sign';
    const security = `security: { mode: ${mode}, policy: ${policy} }`;
    expect(
      channelOf(`{ id: a, protocol: opcua, host: h, port: 1, ${security}, devices: [{ id: D, name: *n }] }`),
    ).toMatchObject({ security: { mode, policy } });
  });

  it('keeps limits of a device with addresses from zero, however the device counts', () => {
    const limits = (base: number) =>
      `devices: [{ id: D, unit: 1, name: *n, enabled: false, addressBase: ${base},
        limits: { maxRegisters: 60, maxBits: 100, forbidden: ["holding:100-120", "coil:7"] } }]`;
    const device = (base: number) =>
      channelOf(`{ id: a, protocol: modbus-tcp, host: h, port: 1, ${limits(base)} }`)?.devices[0];
    expect(device(0)).toMatchObject({
      isEnabled: false,
      limits: {
        maxRegisters: 60,
        maxBits: 100,
        forbidden: [
          { table: 'holding', from: 100, to: 120 },
          { table: 'coil', from: 7, to: 7 },
        ],
      },
    });
    expect(device(1)?.limits.forbidden).toEqual([
      { table: 'holding', from: 99, to: 119 },
      { table: 'coil', from: 6, to: 6 },
    ]);
  });

  it('may share its group lamp and its units with another', () => {
    const channel = (id: string, port: number) =>
      `{ id: ${id}, protocol: modbus-tcp, host: h, port: ${port}, group: FC, devices: [{ id: D${id}, unit: 1, name: *n }] }`;
    expect(read(channel('a', 1), channel('b', 2)).problems).toEqual([]);
  });
});

describe('a channel that is wrong', () => {
  it.each([...FOREIGN_KEYS, ...MODBUS, ...OPCUA])('with $what is told so at its place, once, in both languages', ({
    channel,
    mark,
    en,
  }) => {
    const { problems, place } = read(channel);
    expect(problems.map(p => ({ line: p.line, column: p.column, en: `${p.what.en} — ${p.right.en}` }))).toEqual([
      { ...place(mark), en: expect.stringContaining(en) },
    ]);
    for (const { what, right } of problems) {
      expect(what.zh).toMatch(/\p{Script=Han}/u);
      expect(right.zh).toMatch(/\p{Script=Han}/u);
      expect(`${what.en}${right.en}`).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('in its protocol still has the rest of it checked', () => {
    const { problems } = read(
      '{ id: "1 a", protocol: profibus, host: h, port: 1, timeoutMs: 5, devices: [{ id: D }] }',
    );
    expect(problems.map(p => p.what.en).toSorted()).toEqual([
      '"channels.0.devices.0.name" is missing',
      '"channels.0.id" cannot be "1 a"',
      '"channels.0.protocol" cannot be "profibus"',
      '"channels.0.timeoutMs" cannot be 5',
    ]);
  });

  it('because it is no mapping is told so once', () => {
    expect(read('5').problems.map(p => `${p.what.en} — ${p.right.en}`)).toEqual([
      '"channels.0" cannot be 5 — write a mapping with id, protocol, host, port, devices or a mapping with id, protocol, serial, devices',
    ]);
  });
});

describe('connections', () => {
  const tcp = (id: string, endpoint: string) =>
    `{ id: ${id}, protocol: modbus-tcp, ${endpoint}, devices: [{ id: D${id}, name: *n }] }`;
  const rtu = (id: string, path: string) =>
    `{ id: ${id}, protocol: modbus-rtu, serial: { path: ${path} }, devices: [{ id: D${id}, unit: 1, name: *n }] }`;

  it.each([
    ['endpoint "h:1"', tcp('a', 'host: h, port: 1'), tcp('b', 'host: h, port: 1'), '1, devices: [{ id: Db'],
    [
      'endpoint "g:1"',
      tcp('a', 'host: h, port: 1, backup: { host: g, port: 1 }'),
      tcp('b', 'host: g, port: 1'),
      '1, devices: [{ id: Db',
    ],
    ['serial port "/dev/ttyS0"', rtu('a', '/dev/ttyS0'), rtu('b', '/dev/ttyS0'), '/dev/ttyS0 }, devices: [{ id: Db'],
    ['serial port "COM3"', rtu('a', 'COM3'), rtu('b', 'com3'), 'com3'],
  ])('are not shared by two channels: %s', (what, one, two, mark) => {
    const { problems, place } = read(one, two);
    expect(problems).toMatchObject([
      {
        ...place(mark),
        what: { en: `${what} appears twice` },
        right: { en: 'line 9 has it already; use another one' },
      },
    ]);
  });

  it('that only look alike are two', () => {
    expect(read(rtu('a', '/dev/ttyS0'), rtu('b', '/dev/TTYS0')).problems).toEqual([]);
    expect(read(tcp('a', 'host: h, port: 1'), rtu('b', '"h:1"')).problems).toEqual([]);
  });
});
