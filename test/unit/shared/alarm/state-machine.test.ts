import { describe, expect, it } from 'vitest';
import { ALARM_REFUSALS } from '../../../../shared/alarm/refusals.ts';
import {
  type AlarmInput,
  type AlarmTraits,
  isHidden,
  NORMAL_STATE,
  stateName,
  step,
} from '../../../../shared/alarm/state-machine.ts';
import type { AlarmHold, AlarmState } from '../../../../shared/model/alarm.ts';
import { seededRandom } from '../../../kit/random.ts';
import { MODEL, oracleName, oracleStep } from './state-oracle.ts';

const HOLD: AlarmHold = { since: 1_000, until: 2_000, by: 'li', reason: 'test of the transmitter' };
const x = { kind: 'expression', of: 'x', hold: null } as const;
const y = { kind: 'device', of: 'y', hold: null } as const;
const INPUTS: readonly (readonly [string, AlarmInput])[] = [
  ['raise', { kind: 'raise' }],
  ['clear', { kind: 'clear' }],
  ['acknowledge', { kind: 'acknowledge' }],
  ['reset', { kind: 'reset' }],
  ['re-alarm', { kind: 're-alarm' }],
  ['shelve', { kind: 'shelve', hold: HOLD }],
  ['unshelve', { kind: 'unshelve' }],
  ['suppress X', { kind: 'suppress', by: x }],
  ['unsuppress X', { kind: 'unsuppress', by: x }],
  ['suppress Y', { kind: 'suppress', by: y }],
  ['unsuppress Y', { kind: 'unsuppress', by: y }],
  ['remove-from-service', { kind: 'remove-from-service', hold: HOLD }],
  ['return-to-service', { kind: 'return-to-service' }],
];
const ALL_TRAITS: readonly AlarmTraits[] = [true, false].flatMap(isLatching =>
  ([1, 2, 3, 4] as const).map(priority => ({ isLatching, priority, maxShelveMs: 1_000 })),
);

/** One step of both; fails when they differ. Undefined when both refuse. */
function both(state: AlarmState, known: string, [name, input]: readonly [string, AlarmInput], traits: AlarmTraits) {
  const expected = oracleStep(known, name, traits);
  const result = step(state, input, traits);
  const where = `${known} + ${name} (${JSON.stringify(traits)})`;
  if (!result.ok) {
    expect(`!${result.refusal}`, where).toBe(expected);
    return undefined;
  }
  expect(expected, where).not.toMatch(/^[!?]/);
  expect([result.from, result.to], where).toEqual([oracleName(known), oracleName(expected)]);
  expect(result.isHidden, where).toBe(known.includes('/') && expected.includes('/'));
  expect(isHidden(result.state), where).toBe(expected.includes('/'));
  if (expected.includes('/')) expect(result.state.process, where).toBe(expected.split('/')[0]);
  return { ...result, known: expected };
}

describe('the state machine of an alarm', () => {
  it('agrees with the table of ISA-18.2 in every reachable state, for every input and every kind of alarm', () => {
    for (const traits of ALL_TRAITS) {
      const waiting: [AlarmState, string][] = [[NORMAL_STATE, 'NORMAL']];
      const seen = new Set<string>();
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [state, known] = next;
        const reached = INPUTS.flatMap(input => both(state, known, input, traits) ?? []);
        for (const { state: after, known: name } of reached) {
          const key = `${name} ${JSON.stringify(after)}`;
          if (!seen.has(key)) waiting.push([after, name]);
          seen.add(key);
        }
      }
      expect(seen.size).toBeGreaterThan(traits.priority === 1 ? 18 : 35);
    }
  });

  it('agrees with the table over random walks of 100,000 steps, goes only where the model goes, and goes everywhere there', () => {
    const taken = new Set<string>();
    for (const traits of ALL_TRAITS) {
      const random = seededRandom(traits.priority + (traits.isLatching ? 10 : 0));
      let [state, known] = [NORMAL_STATE, 'NORMAL'];
      for (let i = 0; i < 100_000; i++) {
        const input = INPUTS[Math.floor(random() * INPUTS.length)];
        if (input === undefined) continue;
        const expected = oracleStep(known, input[0], traits);
        const result = step(state, input[1], traits);
        const got = result.ok ? result.to : `!${result.refusal}`;
        const wanted = expected.startsWith('!') ? expected : oracleName(expected);
        if (got !== wanted) expect.fail(`step ${i}: ${known} + ${input[0]} gave ${got}, not ${wanted}`);
        if (!result.ok) continue;
        if (result.from !== result.to) taken.add(`${result.from} ${result.to}`);
        [state, known] = [result.state, expected];
      }
    }
    const allowed = (pair: string): boolean => {
      const [from, to] = pair.split(' ');
      return MODEL.some(([f, t]) => (f === '*' || f === from) && t === to);
    };
    expect([...taken].filter(pair => !allowed(pair))).toEqual([]);
    const isTaken = ([from, to]: readonly [string, string]): boolean =>
      [...taken].some(pair => (from === '*' ? pair.endsWith(` ${to}`) : pair === `${from} ${to}`));
    expect(MODEL.filter(transition => !isTaken(transition))).toEqual([]);
  });

  it('reports each transition beneath whatever hides the alarm', () => {
    const traits: AlarmTraits = { priority: 3, isLatching: true, maxShelveMs: 1_000 };
    const shelved = step(NORMAL_STATE, { kind: 'shelve', hold: HOLD }, traits);
    if (!shelved.ok) expect.fail(shelved.refusal);
    const raised = step(shelved.state, { kind: 'raise' }, traits);
    expect(raised).toMatchObject({ ok: true, event: 'raise', from: 'SHELVED', to: 'SHELVED', isHidden: true });
    if (!raised.ok) expect.fail(raised.refusal);
    expect(step(raised.state, { kind: 'clear' }, traits)).toMatchObject({ ok: true, event: 'clear', isHidden: true });
    expect(step(raised.state, { kind: 'unshelve' }, traits)).toMatchObject({ ok: true, to: 'UNACK', isHidden: false });
  });

  it('refuses to shelve for longer than allowed, without a reason, without an end, and priority 1 at all', () => {
    const traits: AlarmTraits = { priority: 2, isLatching: false, maxShelveMs: 1_000 };
    const refusal = (hold: AlarmHold, of: AlarmTraits = traits): string => {
      const result = step(NORMAL_STATE, { kind: 'shelve', hold }, of);
      return result.ok ? 'taken' : result.refusal;
    };
    expect(refusal(HOLD)).toBe('taken');
    expect(refusal({ ...HOLD, until: 2_001 })).toBe('too-long');
    expect(refusal({ ...HOLD, reason: '  ' })).toBe('reason-missing');
    expect(refusal({ ...HOLD, until: 1_000 })).toBe('end-missing');
    expect(refusal({ ...HOLD, until: Number.NaN })).toBe('end-missing');
    expect(refusal({ ...HOLD, until: Number.POSITIVE_INFINITY })).toBe('end-missing');
    expect(refusal(HOLD, { ...traits, priority: 1 })).toBe('never-shelved');
    expect(refusal(HOLD, { ...traits, maxShelveMs: 0 })).toBe('never-shelved');
  });

  it('never changes the process but by the condition', () => {
    const traits: AlarmTraits = { priority: 3, isLatching: true, maxShelveMs: 1_000 };
    const random = seededRandom(3);
    let state = NORMAL_STATE;
    for (let i = 0; i < 10_000; i++) {
      const [name, input] = INPUTS[Math.floor(random() * INPUTS.length)] ?? ['raise', { kind: 'raise' }];
      const result = step(state, input, traits);
      if (!result.ok) continue;
      if (name !== 'raise' && name !== 'clear') expect(result.state.process).toBe(state.process);
      state = result.state;
    }
  });

  it('names out of service before suppressed before shelved', () => {
    const suppressed = { ...NORMAL_STATE, shelved: HOLD, suppressed: [x] };
    expect(stateName(suppressed)).toBe('SUPPRESSED');
    expect(stateName({ ...suppressed, outOfService: HOLD })).toBe('OOS');
  });

  it('says why not in both languages', () => {
    for (const { zh, en } of Object.values(ALARM_REFUSALS)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z]/);
    }
  });
});
