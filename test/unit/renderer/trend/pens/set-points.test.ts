/** Which tag is the set point of which. */
import { expect, test } from 'vitest';
import { setPointsOf } from '../../../../../renderer/trend/pens/set-points.ts';

const NAMES = ['PT-1303', 'TT-1303', 'TI-1311', 'PIC-1303.SP', 'TIC-1311.SP', 'AIC-1601.SP'];

test('is told by the loop in the names', () => {
  expect(Object.fromEntries(setPointsOf(NAMES, []))).toEqual({ 'PT-1303': 'PIC-1303.SP', 'TI-1311': 'TIC-1311.SP' });
});

test('is what the project says before what names say, and only of tags that there are', () => {
  const bound = [
    { bind: { value: 'TT-1303', setpoint: 'TIC-1311.SP' } },
    { bind: { outlet: 'PT-1303', setpoint: 'AIC-1601.SP' } },
    { bind: { value: 'PT-9', setpoint: 'PIC-1303.SP' } },
    { bind: { value: 'TI-1311', setpoint: 'GONE.SP' } },
    { bind: { value: 'TI-1311' } },
  ];
  expect(Object.fromEntries(setPointsOf(NAMES, bound))).toEqual({
    'PT-1303': 'AIC-1601.SP',
    'TT-1303': 'TIC-1311.SP',
    'TI-1311': 'TIC-1311.SP',
  });
});
