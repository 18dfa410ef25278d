/** Pens keep their place; new ones go beside their like; a new user gets the leading quantities of the station. */
import { describe, expect, test } from 'vitest';
import { readTrendSetup, trendSetupText } from '../../../../../renderer/store/trend-setup.ts';
import { defaultPens } from '../../../../../renderer/trend/pens/default-pens.ts';
import { NO_PENS, type PenSet, shown, withoutPen, withPen } from '../../../../../renderer/trend/pens/pen-set.ts';
import { byName, tagOf } from './made-tags.ts';

const tags = byName(
  tagOf('PT-1', { high: 6 }),
  tagOf('PT-2', { high: 1 }),
  tagOf('PT-3', { high: 1 }),
  tagOf('FI-1', { unit: 'm³/h', high: 60_000 }),
  tagOf('FI-2', { unit: 'm³/h', high: 30_000 }),
  tagOf('TT-1', { unit: '°C', low: -20, high: 60 }),
  tagOf('LT-1', { unit: '%', high: 100 }),
  tagOf('LT-2', { unit: '%', high: 100 }),
  tagOf('ZSO-1', { unit: '', signalClass: 'DI' }),
  tagOf('FY-1', { unit: 'm³/h', signalClass: 'CALC', device: null }),
);
const names = (pens: PenSet) => pens.map(pen => pen?.tag ?? null);
const added = (...all: string[]) => all.reduce<PenSet>((pens, tag) => withPen(pens, tag, tags), NO_PENS);

describe('pens', () => {
  test('stand beside those that share their axis, else in a plot of their own', () => {
    expect(names(added('PT-2', 'FI-1', 'PT-3', 'FI-2', 'TT-1'))).toEqual([
      'PT-2',
      'PT-3',
      'FI-1',
      'FI-2',
      'TT-1',
      null,
      null,
      null,
    ]);
  });

  test('fill every place before the last one is replaced', () => {
    const full = added('PT-1', 'PT-2', 'FI-1', 'TT-1', 'LT-1', 'ZSO-1', 'FI-2', 'PT-3');
    expect(names(full)).not.toContain(null);
    const more = withPen(full, 'LT-2', tags);
    expect(more[7]?.tag).toBe('LT-2');
    expect(names(more).slice(0, 7)).toEqual(names(full).slice(0, 7));
  });

  test('keep their place when another goes', () => {
    const left = withoutPen(added('PT-2', 'PT-3', 'FI-1'), 'PT-2');
    expect(names(left).slice(0, 3)).toEqual([null, 'PT-3', 'FI-1']);
  });

  test('are there once, and are shown again when they are added again', () => {
    const hidden = shown(added('PT-2', 'FI-1'), 'PT-2', false);
    expect(hidden[0]).toEqual({ tag: 'PT-2', isHidden: true });
    expect(withPen(hidden, 'PT-2', tags)).toEqual(added('PT-2', 'FI-1'));
  });
});

describe('the first pens', () => {
  test('are pressures, then flows, then what else is measured, in the order of the scene', () => {
    const scene = ['~1', 'LT-1', 'FI-1', 'PT-1', 'PT-2', 'ZSO-1', 'PT-3', 'FY-1', 'FI-2', 'TT-1'];
    const found = names(defaultPens(scene, tags));
    expect(new Set(found)).toEqual(new Set(['PT-1', 'PT-2', 'PT-3', 'FI-1', 'FI-2', 'LT-1', 'TT-1', 'LT-2']));
  });

  test('stand in pairs that share an axis', () => {
    const found = names(defaultPens([], tags));
    for (const [one, other] of [
      ['PT-2', 'PT-3'],
      ['FI-1', 'FI-2'],
      ['LT-1', 'LT-2'],
    ] as const) {
      expect(found.indexOf(one) >> 1).toBe(found.indexOf(other) >> 1);
    }
  });

  test('are fewer where fewer are measured', () => {
    expect(names(defaultPens([], byName(tagOf('PT-9'))))).toEqual(['PT-9', ...Array.from({ length: 7 }, () => null)]);
  });
});

describe('the kept setup', () => {
  test('comes back as it was', () => {
    const setup = {
      pens: shown(added('PT-2', 'FI-1'), 'FI-1', false),
      spanMs: 600_000,
      plots: 'unit' as const,
      pair: { x: 'FI-1', y: 'PT-2' },
    };
    expect(readTrendSetup(trendSetupText(setup))).toEqual(setup);
  });

  test.each([
    null,
    '',
    '{',
    'null',
    '7',
    '{"pens":7,"spanMs":"x"}',
    '{"spanMs":-1}',
    '{"plots":"x","pair":{"x":7}}',
  ])('that cannot be read is the first one: %j', text => {
    expect(readTrendSetup(text)).toEqual({ pens: null, spanMs: 3_600_000, plots: 'stacked', pair: null });
  });

  test('loses only the pens that are none', () => {
    const text = '{"pens":[{"tag":"A"},{"tag":""},5,{"tag":"A"},{"tag":"B","isHidden":true}],"spanMs":1000}';
    expect(readTrendSetup(text).pens).toEqual([
      { tag: 'A', isHidden: false },
      null,
      null,
      null,
      { tag: 'B', isHidden: true },
      null,
      null,
      null,
    ]);
  });
});
