/** `npm run frames` as people type it: a process of its own, beside a station that records at this moment. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../main/platform/clock.ts';
import { RecorderRig } from '../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { dissect } from '../kit/tshark.ts';
import { type Ended, typed } from '../kit/typed-command.ts';

const temporaryFolder = useTemporaryFolders();
let data = '';
let rig: RecorderRig | undefined;

const frames = (...args: readonly string[]): Promise<Ended> => typed('frames', { folder: dirname(data), args });

beforeAll(async () => {
  data = temporaryFolder();
  rig = new RecorderRig({ data, clock: systemClock });
  rig.sent('000100000006010300640002', { tags: ['PT-1101'] });
  rig.received('00010000000701030400010002', { tags: ['PT-1101'] });
  await rig.recorder.tick();
});
afterAll(() => rig?.recorder.stop());

it('lists, prints and exports on stdout or into a file, with paths from where it was typed', async () => {
  const listed = await frames('list', '--data', basename(data));
  expect([listed.code, listed.stderr]).toEqual([0, '']);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ channel: 'plc', frames: 2, devices: { PLC: 2 } }]);
  const printed = await frames('print', '--data', basename(data), '--device', 'PLC');
  expect(printed.stdout.split('\n')[1]).toMatch(/ plc PLC ← 00010000000701030400010002 \[PT-1101\]$/);
  const out = join(temporaryFolder(), 'frames.pcapng');
  const exported = await frames('export', '--data', basename(data), '--out', out);
  expect(exported).toMatchObject({
    code: 0,
    stdout: '',
    stderr: `${out}：已写入 2 个报文\n${out}: 2 packets written\n`,
  });
  const { rows } = await dissect(out, ['modbus.regval_uint16']);
  expect(rows.map(r => r['modbus.regval_uint16'])).toEqual(['', '1|2']);
});

it('ends with 2 when asked wrongly and with 1 when there is nothing, in both languages', async () => {
  const wrong = await frames('dump', '--data', data);
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toMatch(/未知命令“dump”[\s\S]*Unknown command "dump"/);
  const nothing = await frames('export', '--data', join(data, 'nowhere'), '--out', join(data, 'out.pcapng'));
  expect(nothing.code).toBe(1);
  expect(nothing.stderr).toMatch(/不是站控的数据目录[\s\S]*is no data folder of a station/);
  expect(existsSync(join(data, 'out.pcapng'))).toBe(false);
});
