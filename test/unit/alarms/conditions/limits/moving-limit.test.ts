/** Limits that are the value of another tag, or change with the season or the mode. */
import { describe, expect, it } from 'vitest';
import type { ConditionSpec, LimitSource } from '../../../../../main/alarms/conditions/condition-spec.ts';
import { LevelJudgement } from '../../../../../main/alarms/conditions/limits/level.ts';
import { CurrentLimit } from '../../../../../main/alarms/conditions/limits/limit-source.ts';
import { isInSeason } from '../../../../../main/alarms/conditions/limits/season.ts';
import { COMM_LOSS, GOOD, type Quality } from '../../../../../shared/model/quality.ts';
import { ConditionRun, NO_DELAY, START } from '../condition-run.ts';

const high = (limit: LimitSource): ConditionSpec => ({ kind: 'level', tag: 'X', side: 'high', limit, deadband: 1 });
const value = (v: number) => ({ kind: 'fixed', value: v }) as const;
const BOUND: LimitSource = { schedule: [], otherwise: { kind: 'bound', tag: 'SP' } };
const DAY_MS = 86_400_000;

describe('a limit bound to a tag', () => {
  it('is unknown before it has been good once, and is judged when it moves', () => {
    const run = new ConditionRun(high(BOUND));
    expect(run.say('X', 50)).toBe('unknown');
    expect(run.say('SP', 60)).toBe('false');
    expect(run.say('SP', 50)).toBe('true');
    expect(run.condition.limit).toBe(50);
  });

  it('goes on with its last good value while it is bad, raises nothing by itself, and says so', () => {
    const judgement = new LevelJudgement({ side: 'high', limit: BOUND, deadband: 1, timeZone: 'UTC', tags: ['X'] });
    const now = { wall: START, monotonic: 0 };
    const say = (input: number, v: number, q: Quality = GOOD) => {
      judgement.sample(input, { t: START, v, q });
      return judgement.judge(false, now);
    };
    say(0, 55);
    expect([say(1, 60), judgement.isLimitHeld]).toEqual(['false', false]);
    expect([say(1, Number.NaN, COMM_LOSS), judgement.isLimitHeld, judgement.limit]).toEqual(['false', true, 60]);
    expect(say(1, 0, COMM_LOSS)).toBe('false');
    expect(say(0, 60)).toBe('true');
    expect([say(1, 61), judgement.isLimitHeld]).toEqual(['false', false]);
  });
});

describe('a limit over a restart', () => {
  const BY_MODE: LimitSource = {
    schedule: [{ span: { kind: 'mode', expression: '[MODE] == 2' }, limit: value(8) }],
    otherwise: value(10),
  };
  const after = (limit: LimitSource, before: readonly (readonly [string, number])[]) => {
    const old = new ConditionRun(high(limit));
    for (const [tag, v] of before) old.say(tag, v);
    const { memory } = old.condition;
    const run = new ConditionRun(high(limit));
    if (memory) run.condition.recall?.(memory);
    return run;
  };

  it('is the one of before while its tag is bad, and the new one as soon as there is one', () => {
    const run = after(BOUND, [
      ['X', 50],
      ['SP', 60],
    ]);
    expect([run.say('X', 61), run.condition.limit, run.condition.isLimitHeld]).toEqual(['true', 60, true]);
    expect(run.say('SP', Number.NaN, COMM_LOSS)).toBe('true');
    expect([run.say('SP', 70), run.condition.limit, run.condition.isLimitHeld]).toEqual(['false', 70, false]);
  });

  it('is the one of the mode of before while the mode is not known', () => {
    const run = after(BY_MODE, [
      ['X', 1],
      ['MODE', 1],
    ]);
    expect([run.say('X', 9), run.condition.limit, run.condition.isLimitHeld]).toEqual(['false', 10, true]);
    expect([run.say('MODE', 2), run.condition.limit, run.condition.isLimitHeld]).toEqual(['true', 8, false]);
  });

  it('is not one that the project no longer has', () => {
    const run = new ConditionRun(high(BY_MODE));
    run.condition.recall?.({ limit: 99, values: {} });
    expect(run.say('X', 50)).toBe('unknown');
  });

  it('needs no memory where the project alone gives it', () => {
    expect(new ConditionRun(high({ schedule: [], otherwise: value(1) })).condition.memory).toBeNull();
  });

  it('is the strictest that may hold when nobody has known the mode for a moment, and then the one that does', () => {
    const run = new ConditionRun(high(BY_MODE));
    expect([run.say('X', 9), run.condition.nextDueAt]).toEqual(['unknown', 15_000]);
    expect(run.at(14_999).state).toBe('unknown');
    expect([run.at(15_000).state, run.condition.limit, run.condition.isLimitHeld]).toEqual(['true', 8, true]);
    expect([run.say('MODE', 1), run.condition.limit, run.condition.isLimitHeld]).toEqual(['false', 10, false]);
    expect(run.say('MODE', Number.NaN, COMM_LOSS)).toBe('false');
    const low = new ConditionRun({ ...high(BY_MODE), side: 'low' } as ConditionSpec);
    low.say('X', 9);
    expect([low.at(15_000).state, low.condition.limit]).toEqual(['true', 10]);
  });

  it('is the strictest of all when the one that holds has never been heard of', () => {
    const limit: LimitSource = { schedule: BY_MODE.schedule, otherwise: { kind: 'bound', tag: 'SP' } };
    const run = new ConditionRun(high(limit));
    run.say('MODE', 1);
    run.say('X', 9);
    expect([run.at(15_000).state, run.condition.limit]).toEqual(['true', 8]);
    expect([run.say('SP', 12), run.condition.limit]).toEqual(['false', 12]);
  });

  it('has none where there has never been any', () => {
    const run = new ConditionRun(high(BOUND));
    run.say('X', 50);
    expect([run.at(60_000).state, run.condition.limit, run.condition.lacking]).toEqual(['unknown', null, ['SP']]);
  });
});

describe('a limit by season', () => {
  const WINTER: LimitSource = {
    schedule: [
      { span: { kind: 'season', from: { month: 11, day: 15 }, to: { month: 3, day: 15 } }, limit: value(40) },
      { span: { kind: 'mode', expression: '[MODE] == 2' }, limit: value(20) },
    ],
    otherwise: value(30),
  };

  it.each([
    [{ month: 11, day: 14 }, false],
    [{ month: 11, day: 15 }, true],
    [{ month: 12, day: 31 }, true],
    [{ month: 1, day: 1 }, true],
    [{ month: 3, day: 15 }, true],
    [{ month: 3, day: 16 }, false],
  ])('counts %j to the winter: %s', (day, isIn) => {
    expect(isInSeason(day, { from: { month: 11, day: 15 }, to: { month: 3, day: 15 } })).toBe(isIn);
    const other = isInSeason(day, { from: { month: 3, day: 16 }, to: { month: 11, day: 14 } });
    expect(other).toBe(!isIn);
  });

  it('changes at midnight of the station, without a sample, and judges the value that is there', () => {
    const run = new ConditionRun(high(WINTER), NO_DELAY, 'Asia/Shanghai');
    // 1 January 08:00 in Shanghai; 16 March begins there at 15 March 16:00 UTC.
    const change = Date.UTC(2026, 2, 15, 16) - START;
    run.say('MODE', 1);
    run.say('X', 35);
    expect([run.state, run.condition.limit]).toEqual(['false', 40]);
    run.at(change - DAY_MS);
    expect(run.condition.nextDueAt).toBeLessThanOrEqual(change);
    run.at(change - 1);
    expect(run.state).toBe('false');
    run.at(change + 5000);
    expect([run.state, run.condition.limit, run.changedAt]).toEqual(['true', 30, change]);
  });

  it('keeps the last good limit of the row that holds, and of the row before while it has had none', () => {
    const limit: LimitSource = {
      schedule: [{ span: { kind: 'mode', expression: '[MODE] == 2' }, limit: { kind: 'bound', tag: 'SP' } }],
      otherwise: value(30),
    };
    const run = new ConditionRun(high(limit));
    run.say('X', 0);
    run.say('MODE', 1);
    run.say('MODE', 2);
    expect(run.condition.limit).toBe(30);
    run.say('SP', 60);
    expect(run.condition.limit).toBe(60);
    run.say('SP', Number.NaN, COMM_LOSS);
    run.say('MODE', 1);
    expect(run.condition.limit).toBe(30);
    run.say('MODE', 2);
    expect(run.condition.limit).toBe(60);
  });

  it('marks a limit as held when the row that holds has never had one', () => {
    const limit: LimitSource = {
      schedule: [{ span: { kind: 'mode', expression: '[MODE] == 2' }, limit: { kind: 'bound', tag: 'SP' } }],
      otherwise: value(30),
    };
    const source = new CurrentLimit(limit, 'UTC', 'high');
    const now = { wall: START, monotonic: 0 };
    const mode = (v: number) => {
      source.sample(0, { t: START, v, q: GOOD });
      source.at(now);
      return [source.value, source.isHeld];
    };
    expect([mode(1), mode(2)]).toEqual([
      [30, false],
      [30, true],
    ]);
  });

  it('follows the mode, and keeps the last limit while the mode is not known', () => {
    const run = new ConditionRun(high(WINTER));
    run.at(Date.UTC(2026, 5, 1) - START).say('X', 25);
    expect(run.state).toBe('unknown');
    run.say('MODE', 1);
    expect([run.state, run.condition.limit]).toEqual(['false', 30]);
    run.say('MODE', 2);
    expect([run.state, run.condition.limit]).toEqual(['true', 20]);
    run.say('MODE', Number.NaN, COMM_LOSS);
    expect([run.say('X', 24), run.condition.limit]).toEqual(['true', 20]);
  });
});
