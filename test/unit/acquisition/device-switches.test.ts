/** Devices taken out of operation at the screen stay out over restarts. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
    new DeviceSwitches(folder, createLog('t', { level: 'debug', write: line => void lines.push(line) }));

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
    switches.set('FC-1', false);
    switches.set('PLC', false);
    switches.set('FC-1', true);
    expect([...switches.all]).toEqual([
      ['FC-1', true],
      ['PLC', false],
    ]);
    await switches.saved();
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
    switches.set('PLC', false);
    await switches.saved();
    expect([...open().all]).toEqual([['PLC', false]]);
  });

  it('works on when the disk does not take it', async () => {
    mkdirSync(join(folder, 'devices.json.new'));
    const switches = open();
    switches.set('PLC', false);
    await switches.saved();
    expect([...switches.all]).toEqual([['PLC', false]]);
    expect(lines).toHaveLength(1);
  });
});
