import { describe, expect, test } from 'vitest';
import { buttonState, flameState, gasState } from '../../../../renderer/mimic/symbols/signals/detectors.tsx';
import { instrumentState, lampState, modeState } from '../../../../renderer/mimic/symbols/signals/instruments.tsx';
import { windState } from '../../../../renderer/mimic/symbols/signals/wind.tsx';
import { OLD, of } from './readings.ts';

const LIMITS = { limits: { H: 20, HH: 40 } } as const;

describe('gas detector', () => {
  test.each([
    [0, 'clear'],
    [19.9, 'clear'],
    [20, 'gas'],
    [39.9, 'gas'],
    [40, 'high'],
    [100, 'high'],
    [null, 'unknown'],
  ])('at %s %%LEL', (value, state) => {
    expect(gasState(of({ value }, LIMITS))).toBe(state);
  });

  test('says when its reading is old, and never says "clear" without limits to judge by', () => {
    expect(gasState(of({ value: 55 }, { ...LIMITS, ...OLD }))).toBe('high~');
    expect(gasState(of({ value: 0 }))).toBe('unknown');
    expect(gasState(of({ value: 25 }, { limits: { H: 20 } }))).toBe('gas');
    expect(gasState({})).toBe('unknown');
  });
});

test('flame detector and ESD button follow their contacts, and a lost contact is neither quiet nor made', () => {
  expect(flameState(of({ fire: 1 }))).toBe('fire');
  expect(flameState(of({ fire: 0 }))).toBe('clear');
  expect(flameState(of({ fire: null }))).toBe('unknown');
  expect(flameState(of({ fire: 0 }, OLD))).toBe('clear~');
  expect(buttonState(of({ pressed: 1 }))).toBe('pressed');
  expect(buttonState(of({ pressed: 0 }))).toBe('ready');
  expect(buttonState(of({ pressed: null }))).toBe('unknown');
  expect(buttonState(of({ pressed: 1 }, OLD))).toBe('pressed~');
});

describe('lamp', () => {
  test('follows a contact, or one bit of a status word', () => {
    expect(lampState(of({ on: 1 }))).toBe('on');
    expect(lampState(of({ on: 0 }))).toBe('off');
    expect(lampState(of({ on: 0b100 }), { bit: 2 })).toBe('on');
    expect(lampState(of({ on: 0b100 }), { bit: 1 })).toBe('off');
    expect(lampState(of({ on: null }), { bit: 1 })).toBe('unknown');
    expect(lampState(of({ on: 1 }, OLD))).toBe('on~');
    expect(lampState({})).toBe('unknown');
  });
});

describe('mode box', () => {
  const props = { letters: '-MB' };

  test('shows the letter of the mode, and none for the normal one', () => {
    expect(modeState(of({ mode: 0 }), props)).toBe('normal');
    expect(modeState(of({ mode: 1 }), props)).toBe('M');
    expect(modeState(of({ mode: 2 }, OLD), props)).toBe('B~');
  });

  test('a number without a letter is an unknown mode, not the normal one', () => {
    expect(modeState(of({ mode: 3 }), props)).toBe('unknown');
    expect(modeState(of({ mode: 1.5 }), props)).toBe('unknown');
    expect(modeState(of({ mode: null }), props)).toBe('unknown');
    expect(modeState(of({ mode: 0 }))).toBe('unknown');
  });
});

test('an instrument says whether it gives a value', () => {
  expect(instrumentState({})).toBe('plain');
  expect(instrumentState(of({ value: 3.2 }))).toBe('plain');
  expect(instrumentState(of({ value: 3.2 }, OLD))).toBe('plain~');
  expect(instrumentState(of({ value: null }))).toBe('unknown');
});

test('wind without a direction is unknown; slower than a breath it is calm, whatever the vane says', () => {
  expect(windState(of({ direction: 135, speed: 2.4 }))).toBe('wind');
  expect(windState(of({ direction: 135 }))).toBe('wind');
  expect(windState(of({ direction: 135, speed: 0.2 }))).toBe('calm');
  expect(windState(of({ direction: null, speed: 8 }))).toBe('unknown');
  expect(windState(of({ direction: 135, speed: null }))).toBe('wind');
  expect(windState(of({ direction: 135, speed: 2.4 }, OLD))).toBe('wind~');
});
