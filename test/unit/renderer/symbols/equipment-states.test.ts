import { describe, expect, test } from 'vitest';
import { controlValveState } from '../../../../renderer/mimic/symbols/equipment/control-valve.tsx';
import { heaterState, machineState } from '../../../../renderer/mimic/symbols/equipment/machines.tsx';
import { tankState } from '../../../../renderer/mimic/symbols/equipment/tank.tsx';
import { signallerState } from '../../../../renderer/mimic/symbols/fittings.tsx';
import { OLD, of } from './readings.ts';

describe('machine', () => {
  test.each([
    ['runs', of({ running: 1 }), {}, 'run'],
    ['stands', of({ running: 0 }), {}, 'stop'],
    ['is not known', of({ running: null }), {}, 'unknown'],
    ['is not known, with a fault', of({ running: null, fault: 1 }), {}, 'unknown fault'],
    ['runs with a fault: both are shown', of({ running: 1, fault: 1 }), {}, 'run fault'],
    ['stands with a fault', of({ running: 0, fault: 1 }), {}, 'stop fault'],
    ['has a fault contact that nobody knows', of({ running: 1, fault: null }), {}, 'run'],
    ['runs when a measured value is above its threshold', of({ running: 8.4 }), { above: 1 }, 'run'],
    ['is bound to nothing', of({}), {}, 'plain'],
    ['has a fault and no running contact', of({ fault: 1 }), {}, 'plain fault'],
    ['runs as of some time ago', of({ running: 1 }, OLD), {}, 'run~'],
    ['had a fault some time ago', of({ running: 0, fault: 1 }, OLD), {}, 'stop fault~'],
  ])('that %s', (_title, readings, props, state) => {
    expect(machineState(readings, props)).toBe(state);
  });

  test('of which a contact says that it stands is turned round, and what is unknown stays unknown', () => {
    expect(machineState(of({ running: 1 }), { invert: true })).toBe('stop');
    expect(machineState(of({ running: 0 }), { invert: true })).toBe('run');
    expect(machineState(of({ running: 0 }, OLD), { invert: true })).toBe('run~');
    expect(machineState(of({ running: null }), { invert: true })).toBe('unknown');
  });
});

describe('water heater', () => {
  test.each([
    [0b1001, 'run'],
    [0b1000, 'stop'],
    [0b1011, 'run fault'],
    [0b1100, 'stop fault'],
    [0b0001, 'run local'],
    [0b0110, 'stop fault local'],
    [null, 'unknown'],
  ])('with the status word %s', (status, state) => {
    expect(heaterState(of({ status }))).toBe(state);
  });

  test('tells when its word is old', () => {
    expect(heaterState(of({ status: 0b1001 }, OLD))).toBe('run~');
    expect(heaterState({})).toBe('unknown');
  });
});

describe('control valve', () => {
  test.each([
    [0, 'closed'],
    [-0.4, 'closed'],
    [2, 'closed'],
    [2.1, 'throttle'],
    [97.9, 'throttle'],
    [98, 'open'],
    [null, 'unknown'],
  ])('at %s %%', (position, state) => {
    expect(controlValveState(of({ position }))).toBe(state);
  });

  test('tells when its position is old', () => {
    expect(controlValveState(of({ position: 38 }, OLD))).toBe('throttle~');
    expect(controlValveState({})).toBe('unknown');
  });
});

test('a tank is known by its level only', () => {
  expect(tankState(of({ level: 0 }))).toBe('level');
  expect(tankState(of({ level: 62 }, OLD))).toBe('level~');
  expect(tankState(of({ level: null }))).toBe('unknown');
  expect(tankState({})).toBe('unknown');
});

test('a pig signaller follows its contact', () => {
  expect(signallerState(of({ passed: 1 }))).toBe('passed');
  expect(signallerState(of({ passed: 0 }, OLD))).toBe('quiet~');
  expect(signallerState(of({ passed: null }))).toBe('unknown');
});
