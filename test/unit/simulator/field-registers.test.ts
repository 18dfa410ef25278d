/** What the demo field notes as true is what a client reads out of its registers, in the tags' units. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectTag, StationProject } from '../../../main/project/types.ts';
import { FieldRegisters } from '../../../main/simulator/control/field-registers.ts';
import { TruthLog } from '../../../main/simulator/control/truth-log.ts';
import { answer } from '../../../main/simulator/servers/modbus-pdu.ts';
import { toEngineering } from '../../../main/tags/scaling.ts';
import { readBit, spanOf, spanReaderOf } from '../../../shared/modbus/register-codec.ts';
import { isBitTable, type ModbusTable } from '../../../shared/modbus/register-field.ts';
import { demoProject, run, settledPlant } from './demo-plant.ts';

const READ_CODES: Readonly<Record<ModbusTable, number>> = { coil: 1, discrete: 2, holding: 3, input: 4 };

describe('field registers', () => {
  let directory = '';
  let truth: TruthLog;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'registers-'));
    truth = new TruthLog(directory);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** The demo station, some of its tags changed. */
  function fieldOf(change: Readonly<Record<string, Partial<ProjectTag>>> = {}) {
    const tags = demoProject.tags.map(tag => ({ ...tag, ...change[tag.name] }));
    const project: StationProject = { ...demoProject, tags };
    const plant = settledPlant();
    return { project, plant, registers: new FieldRegisters(project, plant, truth) };
  }

  /** Asks the device as a client does, and decodes what comes by the words of the project. */
  function readAsClient(registers: FieldRegisters, { device, address, scaling, name }: ProjectTag): number {
    const slave = registers.slaves.get(device ?? '');
    if (slave === undefined || address?.kind !== 'modbus') throw new Error(`${name} is not on Modbus`);
    const { offset, count } = spanOf(address);
    const request = Buffer.from([READ_CODES[address.table], offset >> 8, offset & 255, count >> 8, count & 255]);
    const reply = answer(slave, request);
    expect(reply[0], `${name} was refused`).toBe(request[0]);
    const raw = isBitTable(address.table) ? readBit(reply, 2, 0) : spanReaderOf(address)(reply, 2);
    return toEngineering(scaling, raw);
  }

  const lastTruth = (tag: string): number | undefined =>
    truth.query({ tags: [tag], from: 0, to: Date.now() }).at(-1)?.value;

  it('of every Modbus tag of the station are what the truth log says, and near what the plant says', () => {
    const { project, plant, registers } = fieldOf();
    const tags = project.tags.filter(tag => tag.address?.kind === 'modbus');
    expect(tags).toHaveLength(196);
    for (let i = 0; i < 20; i++) {
      run(plant, 5);
      registers.refresh();
      for (const tag of tags) {
        const read = readAsClient(registers, tag);
        expect(read, tag.name).toBe(lastTruth(tag.name));
        const step = tag.scaling?.kind === 'linear' ? Math.max(0.5 * tag.scaling.gain, 1e-3) : 1e-3;
        const allowed = tag.name === 'ZT-1931' ? 0.5 : step + 1e-6 * Math.abs(read);
        expect(Math.abs(read - plant.read(tag.name)), tag.name).toBeLessThanOrEqual(allowed);
      }
    }
  });

  it('note no change that they cannot show', () => {
    const address = { kind: 'modbus', table: 'holding', offset: 0, type: 'int16', order: 'AB' } as const;
    const { registers } = fieldOf({ 'TT-1931': { address, scaling: { kind: 'linear', gain: 0.1, offset: 0 } } });
    for (const value of [12.31, 12.33, 12.28, 12.41]) registers.force('TT-1931', value);
    const rows = truth.query({ tags: ['TT-1931'], from: 0, to: Date.now() }).map(r => r.value.toFixed(3));
    expect(rows).toEqual(['12.300', '12.400']);
  });

  it('take a written value by its scaling', () => {
    const address = {
      kind: 'modbus',
      table: 'holding',
      offset: 3_000,
      type: 'int16',
      order: 'AB',
      writeFunction: 6,
    } as const;
    const { plant, registers } = fieldOf({
      'TIC-1311.SP': { address, scaling: { kind: 'linear', gain: 0.1, offset: -40 } },
    });
    const heater = registers.slaves.get('HTR');
    if (heater === undefined) throw new Error('the demo station has no HTR');
    expect(answer(heater, Buffer.from([6, 0x0b, 0xb8, 0x02, 0x07]))).toHaveLength(5);
    expect(plant.read('TIC-1311.SP')).toBeCloseTo(11.9, 9);
    expect(lastTruth('TIC-1311.SP')).toBeCloseTo(11.9, 9);
  });

  it('of a word and its bits are noted when both are in', () => {
    const address = { kind: 'modbus', table: 'holding', offset: 1_000, type: 'bit', order: 'AB', bit: 1 } as const;
    const { project, registers } = fieldOf({ 'XA-1961': { address } });
    registers.refresh();
    registers.force('XA-1961', 1);
    registers.refresh();
    const tag = (name: string) => project.tags.find(t => t.name === name) ?? expect.fail(name);
    for (const [name, value] of [
      ['XI-1001', 3],
      ['XA-1961', 1],
    ] as const) {
      expect(lastTruth(name)).toBe(value);
      expect(readAsClient(registers, tag(name))).toBe(value);
    }
  });

  it('hold a text that the plant does not know, and note nothing of it', () => {
    const address = { kind: 'modbus', table: 'holding', offset: 500, type: 'string', order: 'AB', length: 4 } as const;
    const { project, registers } = fieldOf({ 'PT-1101': { name: 'MODEL', address } });
    registers.refresh();
    const plc = registers.slaves.get('PLC');
    if (plc === undefined) throw new Error('the demo station has no PLC');
    expect(answer(plc, Buffer.from([3, 1, 0xf4, 0, 4])).toString('latin1')).toBe('\u0003\u0008MODEL\0\0\0');
    expect(lastTruth('MODEL')).toBeUndefined();
    expect(project.tags.some(t => t.name === 'MODEL')).toBe(true);
  });
});
