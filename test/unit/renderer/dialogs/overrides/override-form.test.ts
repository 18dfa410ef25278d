/** An override is explained while it is typed, and sent only when nothing is in the way. */
import { describe, expect, test } from 'vitest';
import {
  doubtOf,
  EMPTY_OVERRIDE,
  nextOverride,
  type OverrideAction,
  obstacleIn,
  overrideOrder,
} from '../../../../../renderer/dialogs/overrides/override-form.ts';
import type { TagDefinition } from '../../../../../shared/model/tag.ts';
import { zoneClock } from '../../../../../shared/time/zone.ts';

const zone = zoneClock('Asia/Shanghai');
const NOW = Date.UTC(2026, 10, 22, 5, 59, 7);
const pressure = { name: 'PT-1101', handle: 0, low: 0, high: 6, signalClass: 'AI' } as TagDefinition;
const valve = { name: 'ZSO-1001', handle: 1, low: null, high: null, signalClass: 'DI' } as TagDefinition;
const FILLED: readonly OverrideAction[] = [
  { kind: 'tag', tag: pressure },
  { kind: 'value', text: '3,2' },
  { kind: 'who', text: ' Li ' },
  { kind: 'why', text: 'gauge' },
];
const after = (...actions: readonly OverrideAction[]) => actions.reduce(nextOverride, EMPTY_OVERRIDE);
const obstacle = (...actions: readonly OverrideAction[]) => obstacleIn(after(...FILLED, ...actions), NOW, zone);

describe('an override form', () => {
  test('begins as a substitute for an hour, the lesser intrusion', () => {
    expect(EMPTY_OVERRIDE).toMatchObject({ overrideKind: 'substitute', end: { choice: 'one-hour' } });
    expect(obstacleIn(EMPTY_OVERRIDE, NOW, zone)).toBe('no-tag');
  });

  test('is sent as it was filled in', () => {
    const form = after(...FILLED, { kind: 'override-kind', overrideKind: 'force' });
    expect(overrideOrder(form, NOW, zone)).toEqual({
      tag: 'PT-1101',
      kind: 'force',
      value: 3.2,
      isBeyondRange: false,
      until: NOW + 3_600_000,
      who: 'Li',
      why: 'gauge',
    });
  });

  test('names the first thing in the way, in the order of its fields', () => {
    expect(obstacle()).toBeNull();
    expect(obstacle({ kind: 'value', text: '' })).toBe('empty');
    expect(obstacle({ kind: 'value', text: 'x' })).toBe('no-number');
    expect(obstacle({ kind: 'value', text: '1,234' })).toBe('ambiguous');
    expect(obstacle({ kind: 'value', text: '6.1' }, { kind: 'who', text: '' })).toBe('beyond-range');
    expect(obstacle({ kind: 'end', end: { choice: 'at' } })).toBe('no-time');
    expect(obstacle({ kind: 'who', text: '' })).toBe('who');
    expect(obstacle({ kind: 'why', text: ' ' })).toBe('why');
    expect(overrideOrder(after(...FILLED, { kind: 'why', text: ' ' }), NOW, zone)).toBeNull();
  });

  test('takes a value beyond the range only when it is meant, and asks anew for another value', () => {
    const beyond = [
      { kind: 'value', text: '6.1' },
      { kind: 'beyond', isBeyondRange: true },
    ] as const;
    expect(obstacle(...beyond)).toBeNull();
    expect(overrideOrder(after(...FILLED, ...beyond), NOW, zone)).toMatchObject({ value: 6.1, isBeyondRange: true });
    expect(obstacle(...beyond, { kind: 'value', text: '7' })).toBe('beyond-range');
  });

  test('carries nothing that was typed over to another tag', () => {
    expect(after(...FILLED, { kind: 'tag', tag: valve })).toMatchObject({ value: '', tag: valve, who: ' Li ' });
  });

  test('changes nothing while it is being sent', () => {
    const sending = after(...FILLED, { kind: 'send' });
    for (const action of FILLED) expect(nextOverride(sending, action)).toBe(sending);
  });
});

test('a state is a whole number from 0 on; a value without a range is never beyond it', () => {
  expect(doubtOf(valve, 1)).toBeNull();
  expect(doubtOf(valve, 0.5)).toBe('no-state');
  expect(doubtOf(valve, -1)).toBe('no-state');
  expect(doubtOf({ ...pressure, high: null }, 1e9)).toBeNull();
  expect(doubtOf(pressure, 6)).toBeNull();
});
