import { describe, expect, it } from 'vitest';
import { inject, run, settledPlant } from './demo-plant.ts';

type Plant = ReturnType<typeof settledPlant>;
const command = (plant: Plant, tag: string, value: number, seconds: number): void => {
  plant.write(tag, value);
  run(plant, seconds, 0.25);
};

describe('valves', () => {
  it('take a command word once, travel, and report it', () => {
    const plant = settledPlant();
    plant.write('HC-1201B', 1);
    expect(plant.read('HC-1201B')).toBe(1);
    run(plant, 10, 0.25);
    expect(plant.read('HC-1201B')).toBe(0);
    expect(plant.read('XI-1201B')).toBe(1 | 4);
    expect([plant.read('ZSO-1201B'), plant.read('ZSC-1201B')]).toEqual([0, 0]);
    run(plant, 30, 0.25);
    expect([plant.read('ZSO-1201B'), plant.read('ZSC-1201B')]).toEqual([1, 0]);
    expect(plant.read('XI-1201B')).toBe(1);
  });

  it('stop where they are, and go on when told', () => {
    const plant = settledPlant();
    command(plant, 'HC-1201B', 1, 10);
    command(plant, 'HC-1201B', 3, 60);
    expect([plant.read('ZSO-1201B'), plant.read('ZSC-1201B')]).toEqual([0, 0]);
    expect(plant.read('XI-1201B')).toBe(1);
    command(plant, 'HC-1201B', 2, 15);
    expect(plant.read('ZSC-1201B')).toBe(1);
  });

  it('refuse words that mean nothing', () => {
    const plant = settledPlant();
    expect(plant.write('HC-1201B', 4)).toBe(false);
    expect(plant.write('HC-1201B', Number.NaN)).toBe(false);
    expect(() => plant.write('PT-1101', 1)).toThrow(RangeError);
  });

  it('show torque while stuck, then discrepancy and fault after the travel limit', () => {
    const plant = settledPlant();
    inject(plant, 'valve-stuck', 'XV-1701');
    command(plant, 'HC-1701', 2, 5);
    expect(plant.read('XI-1701')).toBe(1 | 8 | 16);
    run(plant, 20);
    expect(plant.read('XI-1701') & (2 | 64)).toBe(2 | 64);
    plant.clear({ fault: 'valve-stuck', target: 'XV-1701' });
    run(plant, 20);
    expect(plant.read('ZSC-1701')).toBe(1);
    expect(plant.read('XI-1701')).toBe(1);
  });
});

describe('emergency shutdown', () => {
  it('ESD-1 shuts the station in, blows it down, ignores open commands and stays latched', () => {
    const plant = settledPlant();
    inject(plant, 'esd', 'HS-1001');
    run(plant, 300);
    expect(['ZSC-1001', 'ZSC-1701', 'ZSC-1702', 'ZSC-1703', 'ZSO-1002', 'XA-1001'].map(t => plant.read(t))).toEqual([
      1, 1, 1, 1, 1, 1,
    ]);
    expect(plant.read('PT-1202')).toBeLessThan(0.05);
    plant.clear({ fault: 'esd' });
    command(plant, 'HC-1001', 1, 30);
    expect(plant.read('ZSC-1001')).toBe(1);
    expect(plant.read('XA-1001')).toBe(1);
  });

  it('leaves meters behind closed inlet valves still while the station blows down', () => {
    const plant = settledPlant();
    const totals = ['FQ-1401B', 'FQ-1401C'].map(tag => plant.read(tag));
    inject(plant, 'esd', 'HS-1001');
    const most = [0, 0];
    for (let second = 0; second < 120; second += 1) {
      run(plant, 1, 0.25);
      ['FI-1401B', 'FI-1401C'].forEach((tag, i) => {
        most[i] = Math.max(most[i] ?? 0, plant.read(tag));
      });
    }
    expect(most).toEqual([0, 0]);
    expect(['FQ-1401B', 'FQ-1401C'].map(tag => plant.read(tag))).toEqual(totals);
    expect(plant.read('PT-1401B')).toBeLessThan(1);
  });

  it('reset works only when the initiator is healthy; the inlet valve opens only after equalising', () => {
    const plant = settledPlant();
    inject(plant, 'esd', 'HS-1002');
    run(plant, 300);
    command(plant, 'HC-1000', 1, 1);
    expect(plant.read('HC-1000')).toBe(1);
    run(plant, 3);
    expect(plant.read('HC-1000')).toBe(0);
    expect(plant.read('XA-1001')).toBe(1);
    plant.clear({ fault: 'esd' });
    command(plant, 'HC-1000', 1, 3);
    expect(plant.read('XA-1001')).toBe(0);
    command(plant, 'HC-1002', 2, 15);
    expect(plant.read('ZSC-1002')).toBe(1);
    command(plant, 'HC-1001', 1, 10);
    expect(plant.read('ZSC-1001')).toBe(1);
    expect(plant.read('PDT-1001')).toBeGreaterThan(1);
    run(plant, 900);
    expect(plant.read('PDT-1001')).toBeLessThan(0.1);
    command(plant, 'HC-1001', 1, 15);
    expect(plant.read('ZSO-1001')).toBe(1);
    for (const outlet of ['HC-1701', 'HC-1702', 'HC-1703']) command(plant, outlet, 1, 10);
    run(plant, 1200);
    expect(plant.read('FI-1401A')).toBeGreaterThan(10_000);
  });

  it('two detectors high-high in one zone confirm gas and cause ESD-2 without blow-down', () => {
    const plant = settledPlant();
    inject(plant, 'leak', 'filters', 300);
    run(plant, 60);
    expect(['XA-1803', 'XA-1002', 'XA-1001', 'ZSC-1001', 'ZSC-1002'].map(t => plant.read(t))).toEqual([1, 1, 0, 1, 1]);
  });

  it('one detector alone raises no shutdown', () => {
    const plant = settledPlant();
    inject(plant, 'leak', 'filters', 110);
    run(plant, 300);
    expect(plant.read('GD-1803')).toBeGreaterThan(40);
    expect(plant.read('GD-1804')).toBeLessThan(40);
    expect(plant.read('XA-1803')).toBe(0);
  });
});
