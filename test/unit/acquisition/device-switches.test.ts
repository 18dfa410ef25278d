/** Devices taken out of operation at the screen stay out over restarts. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DeviceSwitches } from '../../../main/acquisition/device-switches.ts';
import { createLog } from '../../../main/platform/log.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const temporaryFolder = useTemporaryFolders();

describe('DeviceSwitches', () => {
  let folder: string;
  let lines: string[];
  const open = () =>
    new DeviceSwitches(
      folder,
      createLog('t', { level: 'debug', write: line => void lines.push(line) }),
      new Map([
        ['FC-1', true],
        ['PLC', true],
        ['OLD', false],
      ]),
    );

  beforeEach(() => {
    folder = temporaryFolder();
    lines = [];
  });

  it('knows of no switch that nobody has touched', () => {
    expect([...open().all]).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('remembers the last position of each over a restart', async () => {
    const switches = open();
    const outcomes = await Promise.all([
      switches.set('FC-1', false),
      switches.set('PLC', false),
      switches.set('FC-1', true),
    ]);
    expect(outcomes.map(o => o.kind)).toEqual(['done', 'done', 'done']);
    expect([...switches.all]).toEqual([
      ['FC-1', true],
      ['PLC', false],
    ]);
    expect([...open().all]).toEqual([
      ['FC-1', true],
      ['PLC', false],
    ]);
    expect(lines).toEqual([]);
  });

  it.each([
    ['cut off', '{"PLC":fal'],
    ['with a position that is none', '{"PLC":"off"}'],
    ['a list', '[false]'],
  ])('starts with the switches of the project when the file is %s, and keeps it aside', async (_what, text) => {
    writeFileSync(join(folder, 'devices.json'), text);
    const switches = open();
    expect([...switches.all]).toEqual([]);
    expect(readFileSync(join(folder, 'devices-unused.json'), 'utf8')).toBe(text);
    await switches.set('PLC', false);
    expect([...open().all]).toEqual([['PLC', false]]);
  });

  it('has the decision on the disk when it says so', async () => {
    const switches = open();
    const outcome = switches.set('PLC', false);
    expect([...switches.all]).toEqual([]);
    expect(await outcome).toEqual({ kind: 'done' });
    expect([...open().all]).toEqual([['PLC', false]]);
  });

  it('changes nothing when the disk does not take it, says why, and takes the next decision', async () => {
    const switches = open();
    await switches.set('FC-1', false);
    const obstacle = join(folder, 'devices.json.new');
    mkdirSync(obstacle);
    expect(await switches.set('PLC', false)).toEqual({ kind: 'not-kept', code: expect.stringMatching(/^E[A-Z_]+$/) });
    expect([...switches.all]).toEqual([['FC-1', false]]);
    expect([...open().all]).toEqual([['FC-1', false]]);
    rmdirSync(obstacle);
    expect(await switches.set('PLC', false)).toEqual({ kind: 'done' });
    expect([...open().all]).toEqual([
      ['FC-1', false],
      ['PLC', false],
    ]);
  });

  it.each([
    ['by the project', 'PLC', true],
    ['by the project, out of operation', 'OLD', false],
  ])('writes nothing about a device that is so already %s', async (_what, device, isEnabled) => {
    expect(await open().set(device, isEnabled)).toEqual({ kind: 'unchanged' });
    expect(existsSync(join(folder, 'devices.json'))).toBe(false);
  });

  it('tells the second of two equal decisions at once that nothing changes', async () => {
    const switches = open();
    const outcomes = await Promise.all([switches.set('PLC', false), switches.set('PLC', false)]);
    expect(outcomes.map(o => o.kind)).toEqual(['done', 'unchanged']);
    expect(await switches.set('PLC', true)).toEqual({ kind: 'done' });
  });

  it('waits for what is being written', async () => {
    const switches = open();
    void switches.set('PLC', false);
    await switches.saved();
    expect([...open().all]).toEqual([['PLC', false]]);
  });
});
