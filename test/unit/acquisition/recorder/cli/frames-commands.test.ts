/** `list`, `print` and `export` on a data folder of two channels, one of them written to at this moment. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FramesArguments } from '../../../../../main/acquisition/recorder/cli/frames-arguments.ts';
import { exportFrames, isoMicros, list, print } from '../../../../../main/acquisition/recorder/cli/frames-commands.ts';
import { NoteReader } from '../../../../../main/acquisition/recorder/format/frame-notes.ts';
import { PacketScanner, type ScannedPacket } from '../../../../../main/acquisition/recorder/format/pcapng.ts';
import { createRecorders, type Recorders } from '../../../../../main/acquisition/recorder/recorders.ts';
import { createLog } from '../../../../../main/platform/log.ts';
import { rtuTcpChannel, tcpChannel } from '../../../../kit/project-parts.ts';
import { RecorderRig } from '../../../../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../../../../kit/temp.ts';
import { waitFor } from '../../../../kit/wait-for.ts';
import { HandClock } from '../../../support/hand-clock.ts';

const temporaryFolder = useTemporaryFolders();
const clock = new HandClock();
let data = '';
let recorders: Recorders | undefined;

const choice = (change: Partial<FramesArguments> = {}): FramesArguments => ({
  verb: 'print',
  data,
  channel: null,
  device: null,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  out: '',
  ...change,
});

/** Takes text slowly, as a terminal does. */
class Screen extends Writable {
  text = '';

  constructor() {
    super({ highWaterMark: 16 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    setImmediate(done);
  }
}

async function printed(change: Partial<FramesArguments> = {}): Promise<readonly string[]> {
  const screen = new Screen();
  await print(choice(change), screen);
  await new Promise<void>(resolve => screen.end(resolve));
  return screen.text.split('\n').slice(0, -1);
}

beforeAll(async () => {
  data = temporaryFolder();
  recorders = createRecorders({
    channels: [
      tcpChannel(['PLC', 'SIS'], { id: 'plc', host: '10.0.0.1' }),
      rtuTcpChannel(['FC'], { id: 'line', host: '10.0.0.1' }),
    ],
    dataFolder: data,
    clock,
    log: createLog('frames', { level: 'error', write: () => undefined }),
    onEvent: () => undefined,
  });
  const [plc, line] = [recorders.tap('plc'), recorders.tap('line')];
  const tags = ['PT-1', 'PT-2', 'PT-3'];
  plc.mark('connected');
  for (let n = 0; n < 3; n++) {
    // Half an hour and more: each round is in a file of its own.
    clock.advance(1_800_000.125);
    plc.frame({ direction: 'sent', device: 'PLC', bytes: Buffer.of(n), tags });
    clock.advance(1);
    line.frame({ direction: 'received', device: 'FC', bytes: Buffer.of(0xf0 + n), problem: 'CRC error' });
    clock.advance(1);
    plc.frame({ direction: 'received', device: n === 1 ? 'SIS' : 'PLC', bytes: Buffer.of(0x80 + n), tags });
  }
  const isThere = ['plc', 'line'].map(channel => () => existsSync(join(data, 'channels', channel, 'frames')));
  await waitFor('the frames on the disk', async () => isThere.every(is => is()) && (await printed()).length === 10);
});
afterAll(() => recorders?.stop());

describe('print', () => {
  it('gives one line a packet, all channels in the order of time, with all tags', async () => {
    const lines = await printed();
    const start = isoMicros(new HandClock().wallMs * 1_000);
    expect(lines[0]).toBe(`${start} plc -- connected`);
    expect(lines[1]).toMatch(/Z plc PLC → 00 \[PT-1 PT-2 PT-3\]$/);
    expect(lines[2]).toMatch(/Z line FC ← f0 ! CRC error$/);
    const times = lines.map(line => line.slice(0, start.length));
    expect(times).toEqual(times.toSorted());
    expect(lines.filter(line => line.includes('[PT-1 PT-2 PT-3]'))).toHaveLength(6);
  });

  it('keeps to a channel, a device and a time', async () => {
    expect(await printed({ channel: 'line' })).toHaveLength(3);
    expect((await printed({ device: 'SIS' })).map(line => line.split(' ').slice(1, 3))).toEqual([
      ['plc', '--'],
      ['plc', 'SIS'],
    ]);
    const start = new HandClock().wallMs;
    const middle = await printed({ from: start + 3_600_000, to: start + 3_600_010 });
    expect(middle.map(line => line.split(' ')[4])).toEqual(['01', 'f1', '81']);
  });

  it('gives every frame its own bytes in a file of many pieces', async () => {
    const folder = temporaryFolder();
    const rig = new RecorderRig({ data: folder, clock, limitBytes: 16_000_000 });
    for (let n = 0; n < 2_000; n++) rig.sent(n.toString(16).padStart(400, '0'));
    await rig.recorder.stop();
    expect(rig.bytes()).toBeGreaterThan(500_000);
    const numbers = (await printed({ data: folder })).map(line => Number.parseInt(line.split(' ')[4] ?? '', 16));
    expect(numbers).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
  });

  it('says µs in full', () => {
    expect(isoMicros(1_764_086_441_000_007)).toBe('2025-11-25T16:00:41.000007Z');
  });
});

it('list counts what there is', async () => {
  const screen = new Screen();
  await list(choice({ verb: 'list' }), screen);
  await new Promise<void>(resolve => screen.end(resolve));
  const start = new HandClock().wallMs;
  expect(JSON.parse(screen.text)).toEqual([
    {
      channel: 'line',
      files: 3,
      bytes: expect.any(Number),
      from: isoMicros((start + 1_800_001.125) * 1_000),
      to: isoMicros((start + 5_400_005.375) * 1_000),
      frames: 3,
      problems: 3,
      marks: 0,
      devices: { FC: 3 },
    },
    expect.objectContaining({
      channel: 'plc',
      files: 4,
      frames: 6,
      problems: 0,
      marks: 1,
      devices: { PLC: 5, SIS: 1 },
    }),
  ]);
});

describe('export', () => {
  async function exported(change: Partial<FramesArguments> = {}): Promise<readonly ScannedPacket[]> {
    const out = join(temporaryFolder(), 'all.pcapng');
    const written = await exportFrames(choice({ verb: 'export', out, ...change }));
    const packets: ScannedPacket[] = [];
    const scanner = new PacketScanner(p => void packets.push({ ...p, data: Buffer.from(p.data) }));
    scanner.push(readFileSync(out));
    expect([scanner.isDamaged, packets.length]).toEqual([false, written]);
    return packets;
  }

  it('makes one file with an interface per channel, packets as they were, tags named where they occur first', async () => {
    const packets = await exported();
    expect(packets.map(p => p.interface.name)).toEqual(['plc', ...Array(3).fill(['plc', 'line', 'plc']).flat()]);
    expect(packets[2]?.interface.description).toBe('modbus-rtu-tcp 10.0.0.1:502');
    expect(packets.map(p => p.data.at(-1))).toEqual(['d'.charCodeAt(0), 0, 0xf0, 0x80, 1, 0xf1, 0x81, 2, 0xf2, 0x82]);
    expect(packets.map(p => p.flags & 3)).toEqual([0, 2, 1, 1, 2, 1, 1, 2, 1, 1]);
    expect(packets[1]?.comment).toBe('PLC #1: PT-1, PT-2, PT-3');
    expect(packets[3]?.comment).toBe('PLC #1: PT-1 … PT-3 (3)');
    expect(packets[2]?.comment).toBe('FC ! CRC error');
  });

  it('names the tags also when the range begins in the middle of a file', async () => {
    const start = new HandClock().wallMs;
    const packets = await exported({ channel: 'plc', from: start + 1_800_002 });
    const notes = new NoteReader();
    expect(packets.map(p => notes.read(p.comment).tags)).toEqual(Array(5).fill(['PT-1', 'PT-2', 'PT-3']));
  });

  it('never writes over a file, and leaves none behind when there is nothing to write', async () => {
    const out = join(temporaryFolder(), 'all.pcapng');
    await expect(exportFrames(choice({ out, channel: 'nobody' }))).rejects.toMatchObject({ code: 'no-frames' });
    await expect(exportFrames(choice({ out, data: temporaryFolder() }))).rejects.toMatchObject({ code: 'no-frames' });
    expect(existsSync(out)).toBe(false);
    writeFileSync(out, 'mine');
    await expect(exportFrames(choice({ out }))).rejects.toMatchObject({
      code: 'export-not-written',
      zh: { message: `${out} 已存在。` },
    });
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await expect(exportFrames(choice({ out: join(data, 'no/such/folder.pcapng') }))).rejects.toMatchObject({
      message: expect.stringContaining('ENOENT'),
    });
  });

  it('takes only the folders of channels for channels', async () => {
    mkdirSync(join(data, 'channels', 'other'), { recursive: true });
    await expect(exportFrames(choice({ out: join(temporaryFolder(), 'x'), channel: 'other' }))).rejects.toMatchObject({
      code: 'no-frames',
    });
    await expect(
      exportFrames(choice({ out: join(temporaryFolder(), 'x'), channel: '../channels/plc' })),
    ).rejects.toMatchObject({
      code: 'no-frames',
    });
  });
});
