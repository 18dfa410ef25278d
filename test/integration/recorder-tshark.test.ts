/**
 * The recorder's files in a real Wireshark (Debian's tshark), as they lie in the data folder: every port is dissected without
 * settings, and times, directions, devices, tags and problems are where people look for them.
 */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exportFrames } from '../../main/acquisition/recorder/cli/frames-commands.ts';
import { createRecorders } from '../../main/acquisition/recorder/recorders.ts';
import { createLog } from '../../main/platform/log.ts';
import { rtuFrame, tcpFrame } from '../kit/modbus-frames.ts';
import { tcpChannel } from '../kit/project-parts.ts';
import { RecorderRig, type RecorderRigOptions } from '../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { dissect, explain } from '../kit/tshark.ts';
import { HandClock } from '../unit/support/hand-clock.ts';

const temporaryFolder = useTemporaryFolders();
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const EVERYWHERE = [
  'frame.time_epoch',
  '_ws.col.Protocol',
  '_ws.col.Info',
  'frame.comment',
  'frame.packet_flags_direction',
];
const TAGS = ['PT-1101', 'PT-1102', 'PT-1103'];
const pdu = (...bytes: readonly number[]): Buffer => Buffer.from(bytes);

interface Scene {
  readonly rig: RecorderRig;
  readonly clock: HandClock;
}

function scene(options: Partial<RecorderRigOptions> = {}): Scene {
  const clock = new HandClock();
  const rig = new RecorderRig({ data: temporaryFolder(), clock, ...options });
  stops.push(() => rig.recorder.stop());
  return { rig, clock };
}

/** Says a frame and lets `ms` pass. */
function say(
  { rig, clock }: Scene,
  direction: 'sent' | 'received',
  bytes: Buffer,
  more: { ms?: number; problem?: string } = {},
) {
  const { ms = 1.5, problem } = more;
  rig.recorder.frame({ direction, device: 'PLC', bytes, tags: TAGS, ...(problem === undefined ? {} : { problem }) });
  clock.advance(ms);
}

async function written({ rig }: Scene): Promise<string> {
  await rig.recorder.tick();
  const [path = ''] = rig.paths();
  expect(rig.paths()).toHaveLength(1);
  return path;
}

describe('Modbus TCP', () => {
  const FIELDS = [
    ...EVERYWHERE,
    'mbtcp.trans_id',
    'mbtcp.unit_id',
    'modbus.func_code',
    'modbus.reference_num',
    'modbus.word_cnt',
    'modbus.regnum16',
    'modbus.regval_uint16',
    'modbus.exception_code',
  ];

  it('on port 1502 shows functions, registers, values and exceptions, with requests and answers told apart', async () => {
    const at = scene();
    say(at, 'sent', tcpFrame({ transaction: 7, unit: 3, pdu: pdu(3, 0x01, 0xf4, 0, 2) }));
    say(at, 'received', tcpFrame({ transaction: 7, unit: 3, pdu: pdu(3, 4, 0, 21, 0, 22) }));
    say(at, 'sent', tcpFrame({ transaction: 8, unit: 3, pdu: pdu(6, 0x0f, 0xa0, 0, 1) }));
    say(at, 'received', tcpFrame({ transaction: 8, unit: 3, pdu: pdu(0x86, 2) }), { problem: 'exception 0x02' });
    const { rows, complaints } = await dissect(await written(at), FIELDS);
    expect(complaints).toBe('');
    expect(rows).toMatchObject([
      {
        '_ws.col.Protocol': 'Modbus/TCP',
        '_ws.col.Info': expect.stringMatching(/^ *Query: Trans: +7; Unit: +3, Func: +3: Read Holding Registers$/),
        'mbtcp.trans_id': '7',
        'mbtcp.unit_id': '3',
        'modbus.func_code': '3',
        'modbus.reference_num': '500',
        'modbus.word_cnt': '2',
        'frame.packet_flags_direction': '0x00000002',
      },
      {
        '_ws.col.Info': expect.stringMatching(/^ *Response: Trans: +7;/),
        // Only because it found the request to this answer.
        'modbus.regnum16': '500|501',
        'modbus.regval_uint16': '21|22',
        'frame.packet_flags_direction': '0x00000001',
      },
      { '_ws.col.Info': expect.stringMatching(/Query: .*Write Single Register/), 'modbus.reference_num': '4000' },
      { '_ws.col.Info': expect.stringMatching(/Response: .*Exception returned/), 'modbus.exception_code': '2' },
    ]);
  });

  it('shows times to the µs, and device, tags and problem as the comment', async () => {
    const at = scene();
    const start = at.clock.now();
    say(at, 'sent', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }), { ms: 12.345 });
    say(at, 'received', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 2, 0, 1) }), {
      problem: 'late reply, thrown away',
    });
    const { rows } = await dissect(await written(at), FIELDS);
    const seconds = String(start).slice(0, -3);
    expect(rows.map(r => [r['frame.time_epoch'], r['frame.comment']])).toEqual([
      [`${seconds}.000000000`, 'PLC #1: PT-1101, PT-1102, PT-1103'],
      [`${seconds}.012345000`, 'PLC #1: PT-1101 … PT-1103 (3) ! late reply, thrown away'],
    ]);
  });

  it('shows addresses, and where the channel goes to', async () => {
    const at = scene();
    say(at, 'sent', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }));
    say(at, 'received', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 2, 0, 1) }));
    const fields = ['_ws.col.Source', '_ws.col.Destination', 'frame.interface_name', 'frame.interface_description'];
    const { rows } = await dissect(await written(at), fields);
    const interfaces = ['plc', 'modbus-tcp 10.1.2.3:1502'];
    expect(rows.map(r => Object.values(r))).toEqual([
      ['0.0.0.0', '10.1.2.3', ...interfaces],
      ['10.1.2.3', '0.0.0.0', ...interfaces],
    ]);
  });

  it('shows the backup address from when it took over', async () => {
    const at = scene();
    say(at, 'sent', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }));
    at.rig.recorder.peer('10.1.2.4');
    say(at, 'sent', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }));
    const { rows } = await dissect(await written(at), ['_ws.col.Destination']);
    expect(rows.map(r => Object.values(r))).toEqual([['10.1.2.3'], ['10.1.2.4']]);
  });

  it('that is broken is shown as broken and does not hide the rest', async () => {
    const at = scene();
    say(at, 'received', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), { problem: 'protocol id 21584' });
    say(at, 'received', Buffer.alloc(0), { problem: 'empty' });
    say(at, 'received', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 200, 0, 1) }), { problem: 'byte count' });
    say(at, 'sent', tcpFrame({ transaction: 2, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }));
    const { rows, complaints } = await dissect(await written(at), FIELDS);
    expect(complaints).toBe('');
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatchObject({ 'modbus.func_code': '3', 'mbtcp.trans_id': '2' });
  });
});

describe('Modbus RTU', () => {
  const FIELDS = [
    ...EVERYWHERE,
    'mbrtu.unit_id',
    'mbrtu.crc16.status',
    'modbus.regnum16',
    'frame.packet_flags_crc_error',
  ];

  it.each([
    'modbus-rtu',
    'modbus-rtu-tcp',
  ] as const)('(%s) shows unit, registers and whether the CRC is right', async protocol => {
    const at = scene({ protocol });
    say(at, 'sent', rtuFrame(17, pdu(3, 0, 100, 0, 1)));
    say(at, 'received', rtuFrame(17, pdu(3, 2, 0, 9)));
    const broken = rtuFrame(17, pdu(3, 2, 0, 9));
    broken[3] = 1;
    say(at, 'received', broken, { problem: 'CRC error' });
    const { rows } = await dissect(await written(at), FIELDS, ['-o', 'mbrtu.crc_verification:TRUE']);
    expect(rows).toMatchObject([
      { 'mbrtu.unit_id': '17', 'mbrtu.crc16.status': '1', '_ws.col.Info': expect.stringContaining('Query: Unit:  17') },
      { 'mbrtu.unit_id': '17', 'mbrtu.crc16.status': '1', 'modbus.regnum16': '100' },
      { 'mbrtu.crc16.status': '0', '_ws.col.Info': expect.stringContaining('Response:') },
    ]);
    // Wireshark checks the CRC only when asked to; what the driver found stands in the packet's flags in any case.
    expect(rows.map(r => r['frame.packet_flags_crc_error'])).toEqual(['0', '0', '1']);
    expect(rows[2]?.['frame.comment']).toBe('PLC #1: PT-1101 … PT-1103 (3) ! CRC error');
  });
});

describe('OPC UA', () => {
  function message(kind: string, ...parts: readonly Buffer[]): Buffer {
    const bytes = Buffer.concat([Buffer.from(`${kind}F\0\0\0\0`), ...parts]);
    bytes.writeUInt32LE(bytes.length, 4);
    return bytes;
  }
  const words = (...numbers: readonly number[]): Buffer =>
    Buffer.concat(numbers.map(n => Buffer.from(Uint32Array.of(n).buffer)));

  it('shows the hello and its answer, whatever the port', async () => {
    const at = scene({ protocol: 'opcua' });
    const url = Buffer.from('opc.tcp://10.1.2.3:1502/analyser');
    say(at, 'sent', message('HEL', words(0, 65_536, 65_536, 0, 0, url.length), url));
    say(at, 'received', message('ACK', words(0, 8_192, 8_192, 0, 0)));
    const fields = [...EVERYWHERE, 'opcua.transport.type', 'opcua.transport.endpoint', 'opcua.transport.rbs'];
    const { rows, complaints } = await dissect(await written(at), fields);
    expect(complaints).toBe('');
    expect(rows).toMatchObject([
      {
        '_ws.col.Protocol': 'OpcUa',
        '_ws.col.Info': 'Hello message',
        'opcua.transport.type': 'HEL',
        'opcua.transport.endpoint': url.toString(),
      },
      { '_ws.col.Info': 'Acknowledge message', 'opcua.transport.type': 'ACK', 'opcua.transport.rbs': '8192' },
    ]);
  });
});

describe('marks', () => {
  it('stand in the list of packets in both languages and in the comment', async () => {
    const at = scene();
    at.rig.recorder.mark('connected to 10.1.2.3:1502');
    say(at, 'sent', tcpFrame({ transaction: 1, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }));
    at.rig.recorder.setRecorded('PLC', false);
    at.rig.recorder.setRecorded('PLC', true);
    const { rows } = await dissect(await written(at), [...EVERYWHERE, 'syslog.msg']);
    expect(rows.filter(r => r['syslog.msg'] !== '').map(r => [r['_ws.col.Info'], r['frame.comment']])).toEqual([
      ['USER.NOTICE: connected to 10.1.2.3:1502', 'connected to 10.1.2.3:1502'],
      ['USER.NOTICE: PLC: 停止记录 recording off', 'PLC: 停止记录 recording off'],
      ['USER.NOTICE: PLC: 开始记录 recording on', 'PLC: 开始记录 recording on'],
    ]);
  });
});

/** Two of them at one address, as behind one gateway. */
const HOSTS = new Map([
  ['six', 'fd00::7'],
  ['four', '10.1.2.3'],
  ['also', '10.1.2.3'],
  ['name', 'plc.station'],
]);

describe('files', () => {
  it('open while they are written, with no complaint', async () => {
    const at = scene();
    for (let n = 0; n < 300; n++) {
      say(at, 'sent', tcpFrame({ transaction: n, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }));
      if (n % 100 === 99) await at.rig.recorder.tick();
    }
    say(at, 'sent', tcpFrame({ transaction: 999, unit: 1, pdu: pdu(3, 0, 0, 0, 1) }));
    const { rows, complaints } = await dissect(at.rig.paths()[0] ?? '', ['mbtcp.trans_id']);
    expect(complaints).toBe('');
    expect(rows.map(r => Number(r['mbtcp.trans_id']))).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });

  it('of several channels make one file in which every answer finds the request of its own channel', async () => {
    const data = temporaryFolder();
    const clock = new HandClock();
    const recorders = createRecorders({
      channels: [...HOSTS].map(([id, host]) => tcpChannel([`D-${id}`], { id, host })),
      dataFolder: data,
      clock,
      log: createLog('frames', { level: 'error', write: () => undefined }),
      onEvent: () => undefined,
    });
    const request = tcpFrame({ transaction: 5, unit: 1, pdu: pdu(3, 0, 0x20, 0, 1) });
    const answer = tcpFrame({ transaction: 5, unit: 1, pdu: pdu(3, 2, 0, 1) });
    const ids = [...HOSTS.keys()];
    // The same transaction on all channels at once: an answer must find the request of its own channel.
    for (const id of ids) recorders.tap(id).frame({ direction: 'sent', device: `D-${id}`, bytes: request });
    clock.advance(1);
    for (const id of ids) recorders.tap(id).frame({ direction: 'received', device: `D-${id}`, bytes: answer });
    await recorders.stop();
    const out = join(data, 'all.pcapng');
    const all = { verb: 'export', data, channel: null, device: null, out } as const;
    await exportFrames({ ...all, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY });
    const fields = [
      'frame.comment',
      'frame.interface_name',
      '_ws.col.Destination',
      'modbus.request_frame',
      'modbus.regnum16',
    ];
    const { rows, complaints } = await dissect(out, fields);
    expect(complaints).toBe('');
    const byName = (name: string) => rows.filter(r => r['frame.interface_name'] === name);
    expect(byName('six')[0]).toMatchObject({ 'frame.comment': 'D-six', '_ws.col.Destination': 'fd00::7' });
    expect(byName('four')[0]).toMatchObject({ '_ws.col.Destination': '10.1.2.3' });
    expect(byName('name')[0]).toMatchObject({ '_ws.col.Destination': '' });
    for (const id of ids) {
      const request = rows.findIndex(r => r['frame.interface_name'] === id) + 1;
      expect(byName(id)[1]).toMatchObject({ 'modbus.request_frame': String(request), 'modbus.regnum16': '32' });
    }
    expect(await explain(out, ['-Y', 'frame.number == 1'])).toContain('Encapsulation type: Wireshark Upper PDU export');
  });
});
