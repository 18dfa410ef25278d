import { describe, expect, it } from 'vitest';
import { describeFaults, FaultError, parseFault } from '../../../main/simulator/plant/faults.ts';
import { inject, run, settledPlant } from './demo-plant.ts';

describe('fault names and targets', () => {
  const targets = { ...settledPlant().targets, devices: ['PLC', 'GC'] };

  it('names the allowed faults when the fault is unknown', () => {
    expect(() => parseFault({ fault: 'fire' }, targets)).toThrow(/unknown fault "fire"; allowed: filter-clogged/);
    expect(() => parseFault({ fault: 'toString' }, targets)).toThrow(FaultError);
    expect(() => parseFault({ fault: 7 }, targets)).toThrow(FaultError);
  });

  it('names the allowed targets when the target is wrong or missing', () => {
    expect(() => parseFault({ fault: 'filter-clogged', target: 'F-9' }, targets)).toThrow(
      /allowed targets: F-1201A, F-1201B/,
    );
    expect(() => parseFault({ fault: 'device-offline', target: 'XYZ' }, targets)).toThrow(/PLC, GC/);
    expect(() => parseFault({ fault: 'leak' }, targets)).toThrow(/inlet, receiver/);
  });

  it('says what the value means when it is out of range', () => {
    expect(() => parseFault({ fault: 'filter-clogged', target: 'F-1201A', value: 500 }, targets)).toThrow(
      /1…40 \(pressure loss/,
    );
    expect(() => parseFault({ fault: 'filter-clogged', target: 'F-1201A', value: 'much' }, targets)).toThrow(
      FaultError,
    );
  });

  it('refuses a value where it would mean nothing, and lists no range for it', () => {
    expect(() => parseFault({ fault: 'esd', target: 'HS-1001', value: 0 }, targets)).toThrow(
      /esd takes no value, got 0/,
    );
    expect(() => parseFault({ fault: 'device-offline', target: 'PLC', value: 1 }, targets)).toThrow(/takes no value/);
    expect(parseFault({ fault: 'esd', target: 'HS-1001' }, targets).value).toBe(1);
    const valueOf = (name: string): string | undefined => describeFaults(targets).find(f => f.fault === name)?.value;
    expect(valueOf('esd')).toBe('none');
    expect(valueOf('device-half-open')).toBe('none');
    expect(valueOf('inlet-loss')).toMatch(/0…1, default 1/);
  });

  it('lets the target be left out where there is only one', () => {
    expect(parseFault({ fault: 'inlet-loss', value: 0.5 }, targets)).toEqual({
      fault: 'inlet-loss',
      target: 'station',
      value: 0.5,
    });
  });

  it('describes every fault with at least one target', () => {
    for (const fault of describeFaults(targets)) expect(fault.targets.length).toBeGreaterThan(0);
  });
});

describe('effect of each fault', () => {
  const after = (seconds: number, fault: string, target?: string, value?: number) => {
    const plant = settledPlant();
    inject(plant, fault, target, value);
    run(plant, seconds);
    return plant;
  };

  it('filter-clogged raises the differential pressure above its high limit, and clearing lowers it', () => {
    const plant = after(120, 'filter-clogged', 'F-1201A');
    expect(plant.read('PDT-1201A')).toBeGreaterThan(50);
    expect(plant.clear({ fault: 'filter-clogged' })).toBe(1);
    run(plant, 120);
    expect(plant.read('PDT-1201A')).toBeLessThan(15);
  });

  it('slam-shut-trip closes the run until it is reset by hand', () => {
    const plant = after(30, 'slam-shut-trip', 'SSV-1301A');
    expect(plant.read('SSV-1301A')).toBe(1);
    plant.clear({ target: 'SSV-1301A' });
    run(plant, 300);
    expect(plant.read('SSV-1301A')).toBe(0);
    expect(plant.read('ZT-1302A')).toBeGreaterThan(20);
  });

  it('sensor-drift moves one reading and leaves the process alone', () => {
    const plant = after(600, 'sensor-drift', 'PT-1101', 0.02);
    expect(plant.read('PT-1101') - plant.read('PT-1102')).toBeCloseTo(0.2, 1);
    plant.clear({ fault: 'sensor-drift', target: 'PT-1101' });
    expect(plant.read('PT-1101')).toBeCloseTo(plant.read('PT-1102'), 1);
  });

  it('sensor-frozen holds the reading while the process moves on', () => {
    const plant = settledPlant();
    inject(plant, 'sensor-frozen', 'FI-1401A');
    const held = plant.read('FI-1401A');
    run(plant, 600);
    expect(plant.read('FI-1401A')).toBe(held);
    plant.clear({ target: 'FI-1401A' });
    expect(plant.read('FI-1401A')).not.toBe(held);
  });

  it('leak raises detectors and makes inflow exceed outflow by its size', () => {
    const plant = after(600, 'leak', 'reg2', 90);
    expect(plant.read('GD-1808')).toBeGreaterThan(20);
    expect(plant.model.flow('leak-reg2') * 3600).toBeCloseTo(90, -1);
  });

  it('meter-failure stops flow reading and totaliser, sets the meter bit, not the gas', () => {
    const plant = after(60, 'meter-failure', '1401A');
    const total = plant.read('FQ-1401A');
    run(plant, 600);
    expect(plant.read('FI-1401A')).toBe(0);
    expect(plant.read('FQ-1401A')).toBe(total);
    expect(plant.read('XA-1401A')).toBe(4);
    expect(plant.read('KI-1401A')).toBe(0);
    expect(plant.read('FI-1101')).toBeGreaterThan(10_000);
  });

  it('gc-out stops the analyses, sets the status word, and makes the flow computers call the gas stale', () => {
    const plant = settledPlant();
    const analysedAt = plant.analysedAt;
    inject(plant, 'gc-out');
    run(plant, 1300);
    expect(plant.analysedAt).toBe(analysedAt);
    expect(plant.read('XI-1501')).toBe(1 | 16);
    expect(plant.read('XA-1401A')).toBe(64);
  });

  it('inlet-loss lets the spur empty slowly', () => {
    const plant = after(3600, 'inlet-loss');
    expect(plant.read('PT-1101')).toBeLessThan(2.5);
    expect(plant.read('PT-1303')).toBeGreaterThan(0.34);
  });

  it('power-failure runs the battery down and keeps the motors where they are', () => {
    const plant = after(1800, 'power-failure');
    expect(plant.read('XA-1901')).toBe(1);
    expect(plant.read('KI-1901')).toBeCloseTo(95, 0);
    plant.write('HC-1201B', 1);
    run(plant, 60);
    expect(plant.read('ZSO-1201B')).toBe(0);
    expect(plant.read('XI-1201B') & 32).toBe(32);
  });

  it('power-failure stops the hot-water pumps: the gas comes out of the exchanger as cold as it went in', () => {
    const plant = after(1800, 'power-failure');
    expect(plant.read('TT-1311A')).toBeLessThan(plant.read('TT-1101') + 1);
    expect(plant.read('TT-1303')).toBeLessThan(2);
    plant.clear({});
    run(plant, 1800);
    expect(plant.read('TT-1303')).toBeGreaterThan(6);
  });

  it('power-failure ends with an empty battery that reads exactly nothing', () => {
    const plant = after(4 * 3600, 'power-failure');
    expect(plant.read('KI-1901')).toBe(0);
    expect(plant.read('XA-1902')).toBe(1);
  });

  it('all faults go at once', () => {
    const plant = after(10, 'leak', 'reg2', 90);
    inject(plant, 'gc-out');
    expect(plant.clear({})).toBe(2);
    expect(plant.faults).toEqual([]);
  });
});
