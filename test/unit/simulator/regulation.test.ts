import { describe, expect, it } from 'vitest';
import { inject, run, settledPlant } from './demo-plant.ts';

const shutOutlets12 = (plant: ReturnType<typeof settledPlant>): void => {
  plant.write('HC-1701', 2);
  plant.write('HC-1702', 2);
};

describe('pressure regulation', () => {
  it('holds the set pressure with droop, duty run working and standby run shut', () => {
    const plant = settledPlant();
    expect(plant.read('PT-1303')).toBeGreaterThan(0.36 * 0.98);
    expect(plant.read('PT-1303')).toBeLessThan(0.36 * 1.02);
    expect(plant.read('ZT-1302A')).toBeGreaterThan(30);
    expect(plant.read('ZT-1302B')).toBeLessThan(0.5);
  });

  it('droops: more flow means a lower pressure', () => {
    const plant = settledPlant();
    const before = plant.model.gauge('reg1');
    inject(plant, 'leak', 'outlet', 8000);
    run(plant, 60);
    expect(plant.model.gauge('reg1')).toBeLessThan(before - 0.001);
    expect(plant.model.gauge('reg1')).toBeGreaterThan(before - 0.011);
  });

  it('locks up without flow a little above the set pressure, and stays there', () => {
    const plant = settledPlant();
    shutOutlets12(plant);
    run(plant, 600);
    expect(plant.read('ZT-1302A')).toBeLessThan(0.5);
    expect(plant.model.gauge('reg1')).toBeGreaterThan(0.36);
    expect(plant.model.gauge('reg1')).toBeLessThan(0.36 * 1.1);
    expect(plant.read('XS-1305')).toBe(0);
  });

  it('standby run takes over at its lower set pressure when the duty worker fails closed', () => {
    const plant = settledPlant();
    inject(plant, 'regulator-fails-closed', 'PCV-1302A');
    run(plant, 900);
    expect(plant.read('ZT-1302B')).toBeGreaterThan(20);
    expect(plant.model.gauge('reg1')).toBeGreaterThan(0.335);
    expect(plant.model.gauge('reg1')).toBeLessThan(0.345);
  });

  it('monitor takes over when the worker fails open: outlet at the monitor set, intermediate pressure collapses', () => {
    const plant = settledPlant();
    inject(plant, 'regulator-fails-open', 'PCV-1302A');
    run(plant, 900);
    expect(plant.model.gauge('reg1')).toBeGreaterThan(0.375);
    expect(plant.model.gauge('reg1')).toBeLessThan(0.39);
    expect(plant.read('PT-1301A')).toBeLessThan(2);
    expect(plant.read('SSV-1301A')).toBe(0);
  });

  it('slam-shut trips at its set when worker and monitor both fail open; the standby run then supplies', () => {
    const plant = settledPlant();
    inject(plant, 'regulator-fails-open', 'PCV-1302A');
    inject(plant, 'regulator-fails-open', 'PCV-1301A');
    let highest = 0;
    for (let i = 0; i < 7200; i += 1) {
      run(plant, 0.5, 0.5);
      if (plant.read('SSV-1301A') === 1) break;
      highest = Math.max(highest, plant.model.gauge('reg1'));
    }
    expect(plant.read('SSV-1301A')).toBe(1);
    expect(highest).toBeGreaterThan(0.425);
    expect(highest).toBeLessThanOrEqual(0.43);
    run(plant, 2700);
    expect(plant.read('SSV-1301B')).toBe(0);
    expect(plant.model.gauge('reg1')).toBeGreaterThan(0.33);
    expect(plant.read('ZT-1302B')).toBeGreaterThan(20);
  });

  it('creep relief lifts when the seat leaks against shut outlets, and no slam-shut trips', () => {
    const plant = settledPlant();
    shutOutlets12(plant);
    run(plant, 60);
    inject(plant, 'lock-up-creep', 'PCV-1302A');
    let lifted = false;
    for (let i = 0; i < 1800; i += 1) {
      run(plant, 1);
      lifted ||= plant.read('XS-1305') === 1;
    }
    expect(lifted).toBe(true);
    expect(plant.read('SSV-1301A')).toBe(0);
  });

  it('ramps a new set point at 0.01 MPa a minute and clamps it', () => {
    const plant = settledPlant();
    plant.write('PIC-1303.SP', 0.34);
    run(plant, 60);
    expect(plant.read('PIC-1303.SP')).toBe(0.34);
    expect(plant.model.state.loading.reg1.effective).toBeCloseTo(0.35, 4);
    plant.write('PIC-1303.SP', 0.9);
    expect(plant.read('PIC-1303.SP')).toBe(0.37);
    plant.write('PIC-1303.SP', 0.1);
    expect(plant.read('PIC-1303.SP')).toBe(0.28);
  });
});
