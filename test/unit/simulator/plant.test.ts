import { describe, expect, it } from 'vitest';
import { fieldTags, inject, run, settledPlant, TEN_OCLOCK } from './demo-plant.ts';

const TOTALISERS = fieldTags.filter(t => t.name.startsWith('FQ-') && t.name !== 'FQ-1601').map(t => t.name);
/** Outlet converters that count fractions of a cubic metre. */
const FRACTIONS = ['FQ-1701', 'FQ-1702'];
/** Far from normal on purpose: a day total at the start of its day and what hangs on the hour. */
const LOOSE = /^(FQ-1601|TT-1931|MT-1931|ST-1931|ZT-1931|FQ-)/;

describe('demo station', () => {
  it('gives every one of its 208 field tags a finite value near the normal one', () => {
    const plant = settledPlant();
    expect(fieldTags).toHaveLength(208);
    for (const tag of fieldTags) {
      const value = plant.read(tag.name);
      expect(Number.isFinite(value), tag.name).toBe(true);
      if (tag.normal === null || LOOSE.test(tag.name)) continue;
      const span = tag.low === null || tag.high === null ? 1 : tag.high - tag.low;
      const allowed = tag.low === null ? 0 : Math.max(0.1 * span, 0.15 * Math.abs(tag.normal));
      expect(Math.abs(value - tag.normal), `${tag.name} = ${value}, normal ${tag.normal}`).toBeLessThanOrEqual(allowed);
    }
  });

  it('stays calm for 48 hours: no limit reached at any hour, totalisers never run backwards', () => {
    const plant = settledPlant();
    const totals = new Map(TOTALISERS.map(tag => [tag, plant.read(tag)]));
    const limited = fieldTags.filter(t => Object.keys(t.limits).length > 0);
    const words = fieldTags.filter(t => t.low === null && t.normal !== null);
    for (let minute = 0; minute < 48 * 60; minute += 1) {
      run(plant, 60, 2);
      for (const tag of limited) {
        const value = plant.read(tag.name);
        const { LL = -Infinity, L = -Infinity, H = Infinity, HH = Infinity } = tag.limits;
        if (value <= Math.max(LL, L) || value >= Math.min(H, HH))
          expect.fail(`${tag.name} = ${value} at minute ${minute}`);
      }
      for (const tag of words) if (plant.read(tag.name) !== tag.normal) expect.fail(`${tag.name} left ${tag.normal}`);
      for (const tag of TOTALISERS) {
        const total = plant.read(tag);
        if (!FRACTIONS.includes(tag)) expect(Number.isInteger(total)).toBe(true);
        if (total < (totals.get(tag) ?? 0)) expect.fail(`${tag} ran backwards`);
        totals.set(tag, total);
      }
    }
    const grown = (totals.get('FQ-1401A') ?? 0) - 98_234_512;
    expect(grown).toBeGreaterThan(48 * 15_000);
    expect(grown).toBeLessThan(48 * 26_000);
  }, 60_000);

  it('rolls a totaliser over at 2^32', () => {
    const plant = settledPlant();
    plant.model.state.metering.runs.A.total = 4_294_967_295.5;
    run(plant, 10);
    expect(plant.read('FQ-1401A')).toBeLessThan(100);
  });

  it('starts the odorant day total again at the gas-day hour', () => {
    const plant = settledPlant();
    run(plant, 21 * 3600 + 1800, 2);
    expect(plant.read('FQ-1601')).toBeGreaterThan(5);
    run(plant, 3600);
    expect(plant.read('FQ-1601')).toBeLessThan(0.5);
  });

  it('is deterministic: same seed, start and commands give the same values; another seed does not', () => {
    const script = (seed: number): number[] => {
      const plant = settledPlant(seed);
      plant.write('PIC-1303.SP', 0.35);
      run(plant, 300);
      inject(plant, 'leak', 'reg1', 40);
      run(plant, 300, 0.25);
      return fieldTags.map(tag => plant.read(tag.name));
    };
    expect(script(7)).toEqual(script(7));
    expect(script(7)).not.toEqual(script(8));
  });

  it('goes on from a snapshot exactly as if it had never stopped', () => {
    const plant = settledPlant();
    inject(plant, 'sensor-frozen', 'PT-1101');
    plant.write('HC-1201B', 1);
    run(plant, 10);
    const text = JSON.stringify(plant.snapshot());
    run(plant, 500);
    const other = settledPlant();
    run(other, 77);
    expect(other.restore(JSON.parse(text))).toBe('restored');
    run(other, 500);
    expect(fieldTags.map(t => other.read(t.name))).toEqual(fieldTags.map(t => plant.read(t.name)));
    expect(other.timeMs).toBe(plant.timeMs);
    expect(other.timeMs).toBe(TEN_OCLOCK + 1_110_000);
  });

  it('refuses snapshots that are not its own', () => {
    const plant = settledPlant();
    const before = plant.timeMs;
    for (const bad of [null, 7, {}]) expect(plant.restore(bad)).toBe('damaged');
    expect(plant.restore({ ...plant.snapshot(), version: 99 })).toBe('other version');
    expect(plant.restore(settledPlant(3).snapshot())).toBe('other seed');
    expect(plant.restore({ ...plant.snapshot(), pressures: [1] })).toBe('other model');
    expect(plant.timeMs).toBe(before);
  });

  it('shows the series comparison: A and C read the same gas when XV-1404 is open', () => {
    const plant = settledPlant();
    plant.write('HC-1404', 1);
    run(plant, 120);
    const a = plant.read('FI-1401A');
    const c = plant.read('FI-1401C');
    expect(a).toBeGreaterThan(10_000);
    expect(Math.abs(c / a - 1)).toBeLessThan(0.01);
  });
});
