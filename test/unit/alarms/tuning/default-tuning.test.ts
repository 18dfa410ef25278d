/** Deadband and delays of alarms that do not say their own. */
import { describe, expect, it } from 'vitest';
import {
  defaultDeadband,
  defaultDelayS,
  type Measured,
  type Quantity,
  quantityOf,
} from '../../../../main/alarms/tuning/default-tuning.ts';
import { loadProject } from '../../../../main/project/load-project.ts';
import { DEMO_STATION } from '../../support/project-copy.ts';

const tag = (fields: Partial<Measured>): Measured => ({
  name: 'X',
  signalClass: 'AI',
  unit: '',
  low: null,
  high: null,
  ...fields,
});

describe('what is measured', () => {
  it.each<[string, string, Quantity]>([
    ['PT-1101', 'MPa', 'pressure'],
    ['PDT-1201A', 'kPa', 'pressure'],
    ['TT-1101', '°C', 'temperature'],
    ['TD-2003', 'K', 'temperature'],
    ['FT-1401A', 'm³/h', 'flow'],
    ['FI-1601', 'g/h', 'flow'],
    ['JI-1400', 'GJ/h', 'flow'],
    ['LT-1201A', '%', 'level'],
    ['KI-1401A', '%', 'other'],
    ['AI-1501.HS', 'MJ/m³', 'other'],
    ['GD-1801', '%LEL', 'other'],
  ])('by %s in %s is %s', (name, unit, expected) => {
    expect(quantityOf(tag({ name, unit }))).toBe(expected);
  });

  it('is a state where there is no unit on an input or output, and something else where it is calculated', () => {
    expect(quantityOf(tag({ signalClass: 'DI' }))).toBe('digital');
    expect(quantityOf(tag({ signalClass: 'CALC' }))).toBe('other');
  });

  it('is known of every measurement of the demo station that has an alarm by limits', async () => {
    const { tags, alarms } = await loadProject(DEMO_STATION);
    const names = new Set(alarms.filter(a => a.condition.kind === 'level').map(a => a.name));
    const units = new Map(tags.filter(t => names.has(t.name)).map(t => [t.unit, quantityOf(t)]));
    const others = [...units].filter(([, q]) => q === 'other').map(([unit]) => unit);
    expect(others.toSorted()).toEqual(
      ['', '%', '%LEL', 'A', 'MJ/m³', 'V', 'd', 'dB', 'mg/m³', 'min', 'mol%'].toSorted(),
    );
  });
});

describe('the usual tuning', () => {
  it('is a part of the range, and delays by quantity', () => {
    const pressure = tag({ unit: 'MPa', low: 0, high: 6 });
    expect([defaultDeadband(pressure), defaultDelayS(pressure)]).toEqual([0.12, 15]);
    const level = tag({ name: 'LT-1', unit: '%', low: 0, high: 100 });
    expect([defaultDeadband(level), defaultDelayS(level)]).toEqual([5, 60]);
    expect(defaultDeadband(tag({ unit: 'MPa' }))).toBe(0);
    expect(defaultDelayS(null)).toBe(5);
  });
});
