/** Conditions of states: discrete, discrepancy, stale, frozen, bad quality, lost devices, expressions. */
import { describe, expect, it } from 'vitest';
import type { ConditionSpec, StateTest } from '../../../../../main/alarms/conditions/condition-spec.ts';
import {
  COMM_LOSS,
  DEVICE_FAULT,
  DISABLED,
  FROZEN,
  GOOD,
  NOT_READ_YET,
  OUT_OF_RANGE,
  STALE,
} from '../../../../../shared/model/quality.ts';
import { ConditionRun } from '../condition-run.ts';

describe('a state', () => {
  const run = (test: StateTest) => new ConditionRun({ kind: 'state', tag: 'X', test });

  it.each<[string, StateTest, number[], number[]]>([
    ['on', { kind: 'differs', value: 0 }, [1, -1, 7], [0]],
    ['off', { kind: 'equals', value: 0 }, [0], [1, 2]],
    ['other than normal', { kind: 'differs', value: 3 }, [0, 2, 4], [3]],
    ['bit 6 set', { kind: 'bit', bit: 6, isSet: true }, [64, 0x41, 0xffff, -1], [0, 63, 128, 0xffbf]],
    ['bit 0 clear', { kind: 'bit', bit: 0, isSet: false }, [0, 2, -2], [1, 3, -1]],
    ['bit 15 of an int16', { kind: 'bit', bit: 15, isSet: true }, [-32768, 0x8000], [0x7fff]],
  ])('%s is true for the one and false for the other values', (_name, test, yes, no) => {
    for (const v of yes) expect(run(test).say('X', v), `${v}`).toBe('true');
    for (const v of no) expect(run(test).say('X', v), `${v}`).toBe('false');
  });

  it('is unknown while the value is bad, and keeps what it was', () => {
    const state = run({ kind: 'differs', value: 0 });
    state.say('X', 1);
    expect(state.say('X', Number.NaN, COMM_LOSS)).toBe('unknown');
    expect(state.say('X', 1)).toBe('true');
    expect(state.condition.value).toBe(1);
  });
});

describe('a discrepancy', () => {
  const VALVE: ConditionSpec = {
    kind: 'discrepancy',
    tag: 'HC',
    expectations: [
      { command: 1, feedback: 'ZSO' },
      { command: 2, feedback: 'ZSC' },
      { command: 3, feedback: null },
    ],
    feedback: null,
    travelMs: 15_000,
  };
  const closed = () => {
    const run = new ConditionRun(VALVE);
    run.say('ZSO', 0);
    run.say('ZSC', 1);
    return run;
  };

  it('gives a command its travel time, to the millisecond, and clears when the position is reached', () => {
    const run = closed();
    expect(run.at(1000).say('HC', 1)).toBe('false');
    expect(run.at(15_999).state).toBe('false');
    expect(run.at(16_000).state).toBe('true');
    run.say('ZSC', 0);
    expect(run.at(20_000).say('ZSO', 1)).toBe('false');
  });

  it('takes a command that is read again and again for one', () => {
    const run = closed();
    for (let s = 0; s < 15; s++) expect(run.at(s * 1000).say('HC', 1)).toBe('false');
    expect(run.at(15_000).state).toBe('true');
  });

  it('remembers a command that is only a pulse', () => {
    const run = closed();
    run.say('HC', 1);
    run.at(1000).say('HC', 0);
    expect(run.at(15_000).state).toBe('true');
  });

  it('gives a new command the whole travel time again, and asks nothing after a stop', () => {
    const run = closed();
    run.say('HC', 1);
    run.say('ZSC', 0);
    expect(run.at(10_000).say('HC', 2)).toBe('false');
    expect(run.at(24_999).state).toBe('false');
    expect(run.at(25_000).state).toBe('true');
    expect(run.say('HC', 3)).toBe('false');
  });

  it('notices a position that is lost without a command', () => {
    const run = closed();
    run.say('HC', 2);
    run.at(60_000).say('ZSC', 0);
    expect(run.at(74_999).state).toBe('false');
    expect(run.at(75_000).state).toBe('true');
  });

  it('does not count while the feedback is bad, and knows nothing before a command', () => {
    const run = closed();
    expect(run.state).toBe('unknown');
    run.say('HC', 1);
    run.at(10_000).say('ZSO', Number.NaN, COMM_LOSS);
    expect(run.at(60_000).state).toBe('unknown');
    run.say('ZSO', 0);
    expect(run.at(64_999).state).toBe('false');
    expect(run.at(65_000).state).toBe('true');
  });

  it('goes on after a restart as it was, and a repeated command is not taken for a new one', () => {
    const run = new ConditionRun(VALVE);
    run.condition.restore(true);
    run.say('ZSO', 0);
    expect(run.say('HC', 1)).toBe('true');
  });

  it('remembers over a restart a command that was only a pulse', () => {
    const run = closed();
    run.say('HC', 1);
    run.at(1000).say('HC', 0);
    const again = closed();
    again.condition.recall?.(run.condition.memory ?? { limit: null, values: {} });
    again.say('HC', 0);
    expect(again.condition.value).toBe(1);
    expect(again.at(15_000).state).toBe('true');
  });

  it('remembers nothing that is no command', () => {
    const run = closed();
    run.condition.recall?.({ limit: null, values: { HC: 7 } });
    expect([run.state, run.condition.memory]).toEqual(['unknown', null]);
  });

  it('compares a feedback that shows the command itself', () => {
    const run = new ConditionRun({ ...VALVE, expectations: null, feedback: 'FB', travelMs: 2000 });
    run.say('FB', 0);
    run.say('HC', 5);
    expect(run.at(2000).state).toBe('true');
    expect(run.say('FB', 5)).toBe('false');
  });
});

describe('a stale value', () => {
  it('is one that nothing usable has come of for the time, however bad or missing it was', () => {
    const run = new ConditionRun({ kind: 'stale', tag: 'X', afterMs: 30_000 });
    expect(run.at(60_000).state).toBe('unknown');
    expect(run.say('X', 1)).toBe('false');
    run.at(80_000).say('X', Number.NaN, STALE);
    expect(run.at(89_999).state).toBe('false');
    expect(run.at(95_000).state).toBe('true');
    expect(run.changedAt).toBe(90_000);
    expect(run.condition.nextDueAt).toBeNull();
    expect(run.say('X', 1, OUT_OF_RANGE)).toBe('false');
  });
});

describe('a value that has never come since the start', () => {
  it('is stale after the time', () => {
    const run = new ConditionRun({ kind: 'stale', tag: 'X', afterMs: 30_000 });
    run.at(1000);
    expect(run.at(30_999).state).toBe('unknown');
    expect([run.at(31_000).state, run.changedAt]).toEqual(['true', 31_000]);
    expect(run.say('X', 1)).toBe('false');
  });

  it('is of bad quality after a minute, unless a person has taken its device out of operation', () => {
    const run = new ConditionRun({ kind: 'bad-quality', tag: 'X' });
    run.at(1000);
    expect([run.condition.nextDueAt, run.at(60_999).state]).toEqual([61_000, 'unknown']);
    expect(run.at(61_000).state).toBe('true');
    expect(run.condition.nextDueAt).toBeNull();
    expect(run.say('X', Number.NaN, DISABLED)).toBe('unknown');
    expect(run.say('X', 1)).toBe('false');
  });
});

describe('a frozen value', () => {
  const frozen = (movesWhile: string | null) =>
    new ConditionRun({ kind: 'frozen', tag: 'X', afterMs: 60_000, resolution: 0.01, movesWhile });

  it('has not moved by more than its resolution for the time, and is good again when it moves', () => {
    const run = frozen(null);
    for (let s = 0; s < 60; s++) expect(run.at(s * 1000).say('X', s % 2 === 0 ? 5 : 5.01)).toBe('false');
    expect(run.at(60_000).state).toBe('true');
    expect(run.at(61_000).say('X', 5.01)).toBe('true');
    expect(run.at(62_000).say('X', 5.02)).toBe('false');
    expect(run.at(121_999).state).toBe('false');
    expect(run.at(122_000).state).toBe('true');
  });

  it('creeping by less than its resolution at a time is not frozen', () => {
    const run = frozen(null);
    const seen = new Set<string>();
    for (let s = 0; s < 600; s++) seen.add(run.at(s * 1000).say('X', s * 0.001));
    expect(seen).toEqual(new Set(['false']));
  });

  it('counts only while something says that it should move', () => {
    const run = frozen('[FLOW] > 100');
    run.say('X', 5);
    run.say('FLOW', 0);
    expect(run.at(600_000).state).toBe('false');
    run.say('FLOW', 500);
    expect(run.at(659_999).state).toBe('false');
    expect(run.at(660_000).state).toBe('true');
    expect(run.say('FLOW', 0)).toBe('false');
  });

  it('does not count while nothing is heard of it or of what should move it', () => {
    const run = frozen('[FLOW] > 100');
    run.say('FLOW', 500);
    run.say('X', 5);
    run.at(30_000).say('FLOW', Number.NaN, COMM_LOSS);
    run.at(100_000).say('FLOW', 500);
    run.at(110_000).say('X', Number.NaN, COMM_LOSS);
    run.at(200_000).say('X', 5);
    expect(run.at(219_999).state).toBe('false');
    expect(run.at(220_000).state).toBe('true');
  });

  it('is frozen at once when the tag table has found the raw value stuck, and stays so over a restart', () => {
    expect(frozen(null).say('X', 5, FROZEN)).toBe('true');
    const run = frozen(null);
    run.condition.restore(true);
    expect(run.say('X', 5)).toBe('true');
    expect(run.at(1000).say('X', 6)).toBe('false');
  });
});

describe('bad quality', () => {
  it.each([
    [GOOD, 'false'],
    [OUT_OF_RANGE, 'false'],
    [COMM_LOSS, 'true'],
    [DEVICE_FAULT, 'true'],
    [STALE, 'true'],
    [NOT_READ_YET, 'unknown'],
    [DISABLED, 'unknown'],
  ] as const)('of word %i is %s', (q, expected) => {
    const run = new ConditionRun({ kind: 'bad-quality', tag: 'X' });
    expect(run.say('X', Number.NaN, q)).toBe(expected);
  });

  it('has its delays like any other condition', () => {
    const run = new ConditionRun({ kind: 'bad-quality', tag: 'X' }, { onDelayMs: 10_000, offDelayMs: 5000 });
    run.say('X', Number.NaN, COMM_LOSS);
    expect(run.at(9999).state).toBe('false');
    expect(run.at(10_000).state).toBe('true');
    run.say('X', 1);
    expect(run.at(14_999).state).toBe('true');
    expect(run.at(15_000).state).toBe('false');
  });
});

describe('a lost device', () => {
  it('is what its state says', () => {
    const run = new ConditionRun({ kind: 'lost', device: 'PLC' });
    expect(run.condition.inputs).toEqual([{ kind: 'device', name: 'PLC' }]);
    expect(run.state).toBe('unknown');
    expect(run.say('PLC', 1)).toBe('true');
    expect(run.say('PLC', 0)).toBe('false');
  });
});

describe('an expression', () => {
  it('is true when it is not 0, hears of each of its inputs once, and is unknown while an input that decides is bad', () => {
    const run = new ConditionRun({ kind: 'expression', expression: '[A] > 5 and [B] < 3 or [A] > 100' });
    expect(run.condition.inputs.map(i => i.name)).toEqual(['A', 'B']);
    expect(run.say('A', 6)).toBe('unknown');
    expect(run.say('B', 2)).toBe('true');
    expect(run.say('B', Number.NaN, COMM_LOSS)).toBe('unknown');
    expect(run.say('A', 101)).toBe('true');
    expect(run.say('A', 1)).toBe('false');
  });

  it('knows a lost device only after it has heard of it', () => {
    const run = new ConditionRun({ kind: 'expression', expression: 'not lost("PLC") and [A]' });
    expect(run.say('A', 1)).toBe('unknown');
    expect(run.say('PLC', 0)).toBe('true');
    expect(run.say('PLC', 1)).toBe('false');
  });

  it('takes a text for bad', () => {
    const run = new ConditionRun({ kind: 'expression', expression: 'not [A]' });
    expect(run.say('A', Number.NaN, GOOD)).toBe('unknown');
  });
});

describe('a condition that cannot be judged', () => {
  it('stays unknown', () => {
    const run = new ConditionRun({ kind: 'incomplete', tag: 'X', needs: { zh: '第二个位号', en: 'a second tag' } });
    expect(run.at(1e9).state).toBe('unknown');
  });
});
