/** All recorders of a station together: whose frames are kept, over restarts too, and who may ask for what. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { RecorderEvent } from '../../../../main/acquisition/recorder/frame-recorder.ts';
import { createRecorders, type Recorders } from '../../../../main/acquisition/recorder/recorders.ts';
import { createLog } from '../../../../main/platform/log.ts';
import type { ProjectChannel } from '../../../../main/project/types.ts';
import { rtuTcpChannel, tcpChannel } from '../../../kit/project-parts.ts';
import { marksOf } from '../../../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';
import { sleep, waitFor } from '../../../kit/wait-for.ts';
import { HandClock } from '../../support/hand-clock.ts';

const temporaryFolder = useTemporaryFolders();
const running: Recorders[] = [];
afterEach(async () => {
  for (const recorders of running.splice(0)) await recorders.stop();
});

const CHANNELS: readonly ProjectChannel[] = [
  tcpChannel(['PLC', 'SIS'], { id: 'plc' }),
  rtuTcpChannel(['FC'], { id: 'line' }),
  tcpChannel(['X'], { id: 'none', recorderMb: 0 }),
];

const lines: string[] = [];
const log = createLog('frames', { level: 'warn', write: line => void lines.push(line) });

function start(dataFolder: string, clock = new HandClock(), events: RecorderEvent[] = []): Recorders {
  const recorders = createRecorders({ channels: CHANNELS, dataFolder, clock, log, onEvent: e => void events.push(e) });
  running.push(recorders);
  return recorders;
}

const ALL = { onlyProblems: false, limit: 100 };
const frame = { direction: 'sent', bytes: Buffer.of(1, 2) } as const;

it('gives each channel its own tap, ring and page', async () => {
  const recorders = start(temporaryFolder());
  recorders.tap('plc').frame({ ...frame, device: 'PLC' });
  recorders.tap('line').frame({ ...frame, device: 'FC' });
  expect((await recorders.read('plc', ALL))?.records).toMatchObject([{ device: 'PLC', hex: '0102' }]);
  expect((await recorders.read('line', ALL))?.records).toMatchObject([{ device: 'FC' }]);
  expect(await recorders.read('line', ALL)).toMatchObject({
    older: null,
    recorder: { state: 'recording', limitBytes: 1_000_000, lost: 0 },
  });
  expect(await recorders.read('none', ALL)).toMatchObject({ records: [], recorder: { state: 'off', limitBytes: 0 } });
  expect(await recorders.read('nobody', ALL)).toBe(null);
  expect(() => recorders.tap('nobody')).toThrow('nobody');
});

it('writes by itself within a second or so', async () => {
  const data = temporaryFolder();
  const recorders = start(data);
  recorders.tap('plc').frame({ ...frame, device: 'PLC' });
  await waitFor('the first write', async () => ((await recorders.read('plc', ALL))?.recorder.bytes ?? 0) > 0);
});

it('keeps over a restart whom somebody has switched off, and switches him on again', async () => {
  const data = temporaryFolder();
  const first = start(data);
  expect(await first.setRecorded('SIS', false)).toEqual({ kind: 'done' });
  expect([first.tap('plc').isOn('SIS'), first.tap('plc').isOn('PLC')]).toEqual([false, true]);
  expect(JSON.parse(readFileSync(join(data, 'frames.json'), 'utf8'))).toEqual({ format: 1, notRecorded: ['SIS'] });
  await first.stop();
  const second = start(data);
  expect([second.tap('plc').isOn('SIS'), second.tap('plc').isOn('PLC')]).toEqual([false, true]);
  await Promise.all([second.setRecorded('SIS', true), second.setRecorded('FC', false)]);
  await second.stop();
  const third = start(data);
  expect([third.tap('plc').isOn('SIS'), third.tap('line').isOn('FC')]).toEqual([true, false]);
});

it('switches nobody that it does not know, or has no room for', async () => {
  const recorders = start(temporaryFolder());
  expect(await recorders.setRecorded('nobody', false)).toEqual({ kind: 'unknown-device' });
  expect(await recorders.setRecorded('X', true)).toEqual({ kind: 'no-room', channel: 'none' });
});

it('changes nothing when the choice cannot be kept, and can again later', async () => {
  const data = temporaryFolder();
  const recorders = start(data);
  mkdirSync(join(data, 'frames.json.new'));
  expect(await recorders.setRecorded('PLC', false)).toEqual({
    kind: 'not-kept',
    code: expect.stringContaining('EISDIR'),
  });
  expect(recorders.tap('plc').isOn('PLC')).toBe(true);
  rmSync(join(data, 'frames.json.new'), { recursive: true });
  expect(await recorders.setRecorded('PLC', false)).toEqual({ kind: 'done' });
});

it.each([
  '',
  '{"format":1',
  '{"format":2,"notRecorded":[]}',
  '{"format":1,"notRecorded":[7]}',
  '[]',
])('records everybody when the choice reads %j, says so and puts it aside', async text => {
  const data = temporaryFolder();
  writeFileSync(join(data, 'frames.json'), text);
  lines.length = 0;
  expect(start(data).tap('plc').isOn('PLC')).toBe(true);
  expect(lines.join()).toContain('frames.json cannot be used');
  expect(readFileSync(join(data, 'frames-unused.json'), 'utf8')).toBe(text);
});

it('marks it in every channel when the clock of the computer is set', async () => {
  const clock = new HandClock();
  const recorders = start(temporaryFolder(), clock);
  recorders.tap('plc').frame({ ...frame, device: 'PLC' });
  clock.wallMs -= 90_000;
  const marks = async (channel: string) => marksOf((await recorders.read(channel, ALL))?.records ?? []);
  await waitFor('the marks', async () => (await marks('plc')).length > 0 && (await marks('line')).length > 0);
  // Once: the next tick finds the clock as it is.
  await sleep(1_200);
  expect(await marks('plc')).toEqual(['电脑时钟被调整 −90.000 s · the clock of this computer was set by −90.000 s']);
});
