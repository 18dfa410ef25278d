/** The past that is made for a new demo station is one that acquisition could have recorded. */
import { describe, expect, it, vi } from 'vitest';
import type { DemoEvent } from '../../../../main/simulator/history/demo-events.ts';
import { DemoRun } from '../../../../main/simulator/history/demo-run.ts';
import { TOTALISERS } from '../../../../main/simulator/history/scan-groups.ts';
import { localTimeIn } from '../../../../main/simulator/local-time.ts';
import { createPlant } from '../../../../main/simulator/plant/plant.ts';
import { COMM_LOSS, DEVICE_FAULT, FROZEN, GOOD } from '../../../../shared/model/quality.ts';
import { demoProject, fieldTags } from '../demo-plant.ts';
import { at, pastOf, type Stored, threeHours, UNTIL } from './month.ts';

/** Hours of the plant take seconds of work, which may have to share its core. */
vi.setConfig({ testTimeout: 30_000 });

const ends = { 'FQ-1401A': 98_237_777, 'FQ-1701': 61_201_234.567, 'FQ-1702': 33_921_000.25 };
const past = pastOf({ ...threeHours, ends });

const of = (tag: string): Stored => past.get(tag) ?? { t: [], v: [], q: [] };
const within = ({ t, v, q }: Stored, from: number, to: number) =>
  t.flatMap((time, i) => (time >= from && time < to ? [{ t: time, v: v[i], q: q[i] }] : []));

describe('the past of the demo station', () => {
  it('is the same each time it is made, and another with another seed', () => {
    expect(pastOf({ ...threeHours, ends })).toEqual(past);
    expect(pastOf({ ...threeHours, ends, seed: 8 }).get('PT-1101')).not.toEqual(past.get('PT-1101'));
  });

  it('has every tag of the field and every tag that is calculated', () => {
    const calculated = demoProject.calculations.flatMap(c => (c.kind === 'expression' ? [c.tag] : []));
    expect([...past.keys()].toSorted()).toEqual([...fieldTags.map(tag => tag.name), ...calculated].toSorted());
  });

  it('goes forward in time with every tag and ends before live recording begins', () => {
    for (const [tag, { t }] of past) {
      expect(
        t.every((time, i) => i === 0 || time >= (t[i - 1] ?? 0)),
        tag,
      ).toBe(true);
      expect(t[0], tag).toBeGreaterThanOrEqual(threeHours.from);
      expect(t.at(-1), tag).toBeLessThan(UNTIL);
    }
  });

  it('has a sample of a polled tag each step, at times that shake by some ms and are shared by the tags of its device', () => {
    const { t } = of('PT-1101');
    expect(t).toHaveLength(1081);
    expect(new Set(t.map(time => (time - threeHours.from) % 10_000)).size).toBeGreaterThan(5);
    expect(of('PT-1202').t).toEqual(t);
    expect(of('GD-1801').t).not.toEqual(t);
  });

  it('samples tags with a longer scan period at their period', () => {
    expect(of('FQ-1101').t).toHaveLength(181);
  });

  it('has the results of an analyser at the times of its analyses', () => {
    const { t } = of('AT-1501.C1');
    expect(t).toHaveLength(40);
    expect(new Set(t.slice(1).map((time, i) => time - (t[i] ?? 0)))).toEqual(new Set([270_000]));
    expect(of('AT-1501.C2').t).toEqual(t);
    expect(of('XI-1501').t).toHaveLength(1);
  });

  it('has values as registers can hold them', () => {
    expect(of('PT-1101').v.every(v => Math.fround(v) === v)).toBe(true);
    expect(of('TT-1931').v.every(v => Math.abs(v * 10 - Math.round(v * 10)) < 1e-9)).toBe(true);
    expect(of('FQ-1401A').v.every(Number.isInteger)).toBe(true);
  });

  it('calculates like the live station', () => {
    const total = of('FI-1400');
    const [a, b] = [of('FI-1401A'), of('FI-1401B')];
    expect(total.q.at(-1)).toBe(GOOD);
    expect(total.v.at(-1)).toBeCloseTo((a.v.at(-1) ?? 0) + (b.v.at(-1) ?? 0), 3);
  });

  it('has totals that never fall and end where the live meters stand, or at their normal value', () => {
    for (const name of TOTALISERS) {
      const v = of(name).v.filter(value => !Number.isNaN(value));
      expect(
        v.every((value, i) => i === 0 || value >= (v[i - 1] ?? 0)),
        name,
      ).toBe(true);
      const normal = demoProject.tags.find(tag => tag.name === name)?.normal;
      expect(v.at(-1), name).toBe(Object.hasOwn(ends, name) ? Reflect.get(ends, name) : normal);
    }
    expect((of('FQ-1401A').v.at(-1) ?? 0) - (of('FQ-1401A').v[0] ?? 0)).toBeGreaterThan(30_000);
  });
});

describe('the clock of the plant', () => {
  const event: DemoEvent = {
    daysBefore: 0,
    at: '16:00',
    minutes: 2,
    action: { kind: 'fault', fault: 'power-failure', target: 'station' },
  };

  it.each([
    1_000, 3_000, 7_000, 10_000,
  ])('is that of the run at steps of %d ms, in calm and while something happens', stepMs => {
    const run = new DemoRun({ ...threeHours, from: at(15, 45), stepMs, events: [event] });
    const faults: number[] = [];
    while (run.at < at(16, 15)) {
      const scannedAt = run.at;
      run.advance();
      expect(run.plant.timeMs).toBe(scannedAt);
      if (run.plant.faults.length > 0) faults.push(scannedAt);
    }
    expect(faults[0]).toBeLessThan(at(16, 0) + stepMs);
    expect(faults.at(-1)).toBeGreaterThanOrEqual(at(16, 2) - stepMs);
  });

  it.each([0, 500, 1_500, -1_000, Number.NaN, Number.POSITIVE_INFINITY])('does not go in steps of %d ms', stepMs => {
    expect(() => new DemoRun({ ...threeHours, stepMs })).toThrow(RangeError);
  });
});

describe('an event of the past', () => {
  it('leaves no samples of a device that does not answer, but one that says so', () => {
    const silence = within(of('FI-1702'), at(16, 10), at(16, 17));
    expect(silence).toEqual([{ t: expect.any(Number), v: Number.NaN, q: COMM_LOSS }]);
    expect(within(of('FI-1702'), at(16, 17), at(16, 18)).every(({ q }) => q === GOOD)).toBe(true);
    expect(within(of('FI-1701'), at(16, 10), at(16, 17))).toHaveLength(42);
    expect(of('XA-1975').v).toEqual([0, 1, 0]);
  });

  it('makes a value bad whose device says that it is none', () => {
    const bad = within(of('AT-1601'), at(15, 41), at(15, 59));
    expect(bad.length).toBeGreaterThan(100);
    expect(bad.every(({ v, q }) => Number.isNaN(v) && q === DEVICE_FAULT)).toBe(true);
    expect(within(of('AT-1601'), at(16, 1), at(16, 2)).every(({ q }) => q === GOOD)).toBe(true);
  });

  it('makes a value uncertain that hangs longer than its limit', () => {
    const hanging = within(of('PT-1303'), at(16, 31), at(16, 39));
    expect(new Set(hanging.map(({ v }) => v)).size).toBe(1);
    expect(hanging[0]?.q).toBe(GOOD);
    expect(hanging.at(-1)?.q).toBe(FROZEN);
    expect(within(of('PT-1303'), at(16, 41), at(16, 42)).every(({ q }) => q === GOOD)).toBe(true);
  });
});

describe('the end of the past', () => {
  it('is the state in which a new live field begins', () => {
    const run = new DemoRun({ ...threeHours, from: UNTIL - 8 * 3_600_000, events: [] });
    while (!run.isDone) run.advance();
    const live = createPlant({
      seed: 1,
      startAt: UNTIL - 600_000,
      tags: fieldTags,
      localTime: localTimeIn(demoProject.timeZone),
      gasDayStartHour: 8,
    });
    for (let i = 0; i < 600; i += 1) live.step(1);
    const difference = (tag: string) => Math.abs(run.plant.read(tag) - live.read(tag));
    // MPa, °C, %, kPa and share: what either wanders in ten minutes.
    for (const tag of ['PT-1101', 'PT-1202']) expect(difference(tag), tag).toBeLessThan(0.02);
    for (const tag of ['PT-1303', 'PT-1353', 'PT-1703']) expect(difference(tag), tag).toBeLessThan(0.01);
    for (const tag of ['TT-1101', 'TT-1931', 'TT-1303']) expect(difference(tag), tag).toBeLessThan(1);
    for (const tag of ['LT-1601', 'LT-1201A', 'LT-1201B', 'PDT-1201A']) expect(difference(tag), tag).toBeLessThan(1);
    expect(difference('FI-1401A') / live.read('FI-1401A')).toBeLessThan(0.06);
  });
});
