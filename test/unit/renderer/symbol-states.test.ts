import { describe, expect, test } from 'vitest';
import type { Readings } from '../../../renderer/mimic/define-symbol.ts';
import { monitorState, reliefState, slamShutState, workerState } from '../../../renderer/mimic/symbols/regulation.tsx';
import { valveState } from '../../../renderer/mimic/symbols/valve.tsx';
import { chromatographState, odoriserState, passiveState, runState } from '../../../renderer/mimic/symbols/vessels.tsx';

/** Readings from plain numbers; null = not known. */
const of = (values: Record<string, number | null>, isStale = false): Readings =>
  Object.fromEntries(Object.entries(values).map(([role, value]) => [role, { value, isStale }]));

describe('block valve', () => {
  test('its position comes from both limit switches', () => {
    expect(valveState(of({ open: 1, closed: 0 }))).toBe('open');
    expect(valveState(of({ open: 0, closed: 1 }))).toBe('closed');
    expect(valveState(of({ open: 0, closed: 0 }))).toBe('travel');
  });

  test('both limits made, or one not known, is an unknown position', () => {
    expect(valveState(of({ open: 1, closed: 1 }))).toBe('unknown');
    expect(valveState(of({ open: null, closed: 0 }))).toBe('unknown');
    expect(valveState({})).toBe('unknown');
  });

  test('fault and discrepancy of the status word are marked on top of the position', () => {
    expect(valveState(of({ open: 1, closed: 0, status: 0b11 }))).toBe('open fault');
    expect(valveState(of({ open: 0, closed: 1, status: 0b100_0001 }))).toBe('closed fault');
    expect(valveState(of({ open: 1, closed: 0, status: 1 }))).toBe('open');
    expect(valveState(of({ open: 1, closed: 1, status: 0b11 }))).toBe('unknown fault');
  });

  test('a valve that is not remote says so, and one without a status word says nothing', () => {
    expect(valveState(of({ open: 1, closed: 0, status: 0 }))).toBe('open local');
    expect(valveState(of({ open: 0, closed: 0, status: 0b10 }, true))).toBe('travel fault local~');
    expect(valveState(of({ open: 1, closed: 0, status: null }))).toBe('open');
    expect(valveState(of({ open: 1, closed: 0 }))).toBe('open');
  });

  test('an old position says that it is old', () => {
    expect(valveState(of({ open: 1, closed: 0 }, true))).toBe('open~');
  });
});

describe('regulator', () => {
  test('a worker is in control, wide open or locked up by its travel', () => {
    expect(workerState(of({ travel: 45 }))).toBe('control');
    expect(workerState(of({ travel: 100 }))).toBe('wide');
    expect(workerState(of({ travel: 0.4 }))).toBe('locked');
    expect(workerState(of({ travel: null }))).toBe('unknown');
  });

  test('a monitor takes over when the pressure between falls towards its set point', () => {
    const set = { setMpa: 0.38 };
    expect(monitorState(of({ between: 3.1, inlet: 3.19, closed: 0 }), set)).toBe('wide');
    expect(monitorState(of({ between: 0.39, inlet: 3.19, closed: 0 }), set)).toBe('control');
    expect(monitorState(of({ between: null, inlet: 3.19 }), set)).toBe('unknown');
  });

  test('a monitor that holds the outlet of a worker stuck wide open is in control before the pressure between has fallen', () => {
    const [set, readings] = [{ setMpa: 0.38 }, { between: 2.74, inlet: 3.16, closed: 0, travel: 100 }];
    expect(monitorState(of({ ...readings, outlet: 0.375 }), set)).toBe('control');
    expect(monitorState(of({ ...readings, outlet: 0.34 }), set)).toBe('wide');
    expect(monitorState(of({ ...readings, outlet: 0.375, closed: 1 }), set)).toBe('wide');
  });

  test('behind a closed slam-shut the collapse says nothing about the monitor', () => {
    expect(monitorState(of({ between: 0.2, inlet: 3.19, closed: 1 }), { setMpa: 0.38 })).toBe('wide');
  });

  test('slam-shut and relief follow their contacts', () => {
    expect(slamShutState(of({ closed: 0 }))).toBe('armed');
    expect(slamShutState(of({ closed: 1 }))).toBe('tripped');
    expect(slamShutState(of({ closed: null }))).toBe('unknown');
    expect(reliefState(of({ lifted: 1 }))).toBe('lifted');
    expect(reliefState(of({ lifted: 0 }, true))).toBe('seated~');
  });
});

describe('equipment', () => {
  test('runs, stands or is not known', () => {
    expect(runState(of({ running: 1 }))).toBe('run');
    expect(runState(of({ running: 0 }))).toBe('stop');
    expect(runState(of({ running: null }))).toBe('unknown');
    expect(passiveState({})).toBe('plain');
  });

  test('runs when a measured value is above its threshold, and says when that is old', () => {
    expect(runState(of({ running: 562 }), { above: 1 })).toBe('run');
    expect(runState(of({ running: 0.3 }), { above: 1 })).toBe('stop');
    expect(runState(of({ running: 562 }, true), { above: 1 })).toBe('run~');
    expect(runState(of({ running: null }), { above: 1 })).toBe('unknown');
  });

  test('the odoriser runs when either pump does', () => {
    expect(odoriserState(of({ status: 0b1 }))).toBe('run');
    expect(odoriserState(of({ status: 0b100 }))).toBe('run');
    expect(odoriserState(of({ status: 0b10 }))).toBe('stop fault');
  });

  test('the chromatograph shows fault, calibration and its own stale flag', () => {
    expect(chromatographState(of({ status: 0 }))).toBe('run');
    expect(chromatographState(of({ status: 0b1 }))).toBe('stop fault');
    expect(chromatographState(of({ status: 0b100 }))).toBe('calibrating');
    expect(chromatographState(of({ status: 0b10000 }))).toBe('run~');
  });
});
