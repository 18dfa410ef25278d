/** Which pens share a plot and an axis, in each way that plots can stand. */
import { expect, test } from 'vitest';
import { axisColumns, plotPlan, sideOf } from '../../../../../renderer/trend/plots/plot-plan.ts';
import { tagOf } from '../pens/made-tags.ts';

const inlet = { slot: 0, tag: tagOf('PT-1', { unit: 'MPa', low: 0, high: 6 }) };
const outlet = { slot: 1, tag: tagOf('PT-2', { unit: 'MPa', low: 0, high: 1 }) };
const other = { slot: 2, tag: tagOf('PT-3', { unit: 'MPa', low: 0, high: 4 }) };
const flow = { slot: 3, tag: tagOf('FI-1', { unit: 'm³/h', low: 0, high: 60_000 }) };
const pens = [inlet, outlet, other, flow];
const names = (mode: 'stacked' | 'one' | 'unit', some = pens) =>
  plotPlan(some, mode).map(axes => axes.map(axis => axis.map(({ tag }) => tag.name)));

test('stacked plots have two places each, with one axis where both are alike', () => {
  expect(names('stacked')).toEqual([
    [['PT-1'], ['PT-2']],
    [['PT-3'], ['FI-1']],
  ]);
  expect(
    names('stacked', [
      { ...inlet, slot: 2 },
      { ...other, slot: 3 },
    ]),
  ).toEqual([[['PT-1', 'PT-3']]]);
});

test('in one plot alike pens share an axis, and a range that is not like has its own', () => {
  expect(names('one')).toEqual([[['PT-1', 'PT-3'], ['PT-2'], ['FI-1']]]);
});

test('by unit there is one plot with one axis for each unit', () => {
  expect(names('unit')).toEqual([[['PT-1', 'PT-2', 'PT-3']], [['FI-1']]]);
});

test('without pens there is no plot', () => {
  expect(names('one', [])).toEqual([]);
});

test('axes stand left and right in turn, and all plots leave the room of the one that has most', () => {
  expect([0, 1, 2, 3].map(sideOf)).toEqual([
    { isLeft: true, order: 0 },
    { isLeft: false, order: 0 },
    { isLeft: true, order: 1 },
    { isLeft: false, order: 1 },
  ]);
  expect(axisColumns([[[1]], [[1], [2], [3]]])).toEqual({ left: 2, right: 1 });
  expect(axisColumns([])).toEqual({ left: 0, right: 0 });
});
