/** Suggestions as they are asked for: what is read of the past, what the thread answers, and giving up. */
import { describe, expect, it } from 'vitest';
import type { ConditionSpec } from '../../../../main/alarms/conditions/condition-spec.ts';
import type { AlarmSetup } from '../../../../main/alarms/definitions.ts';
import { suggestTuning, type TunableSetup } from '../../../../main/alarms/tuning/suggest.ts';
import { suggestFor } from '../../../../main/alarms/tuning/suggest-for.ts';
import { tuningRules } from '../../../../main/alarms/tuning/tuning-rules.ts';
import type { AlarmPriority } from '../../../../shared/model/alarm.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { fixed, NO_DELAY, START } from '../conditions/condition-run.ts';
import { alarm } from '../support/alarm-rig.ts';
import { FakePast } from './fake-past.ts';
import { huntingPast as pastOf } from './hunting-past.ts';

const TAG = { name: 'X', signalClass: 'AI', unit: 'kPa', low: 0, high: 25 } as const;
const high = (limit: number): ConditionSpec => ({
  kind: 'level',
  tag: 'X',
  side: 'high',
  limit: fixed(limit),
  deadband: 0,
});
const setupOf = (
  condition: ConditionSpec,
  part: { priority?: AlarmPriority; timeToRespondS?: number } = {},
): AlarmSetup => ({
  definition: alarm('X/H', part).definition,
  condition,
  delays: NO_DELAY,
});

const COUNT = 60_000;
const SPAN = { from: START, to: START + COUNT * 1000 };

describe('a suggestion that is asked for', () => {
  it.each([1, 2, 3])('is that of every sample, though most of them are never read (%i)', async seed => {
    const all = pastOf(seed, COUNT);
    const setup = setupOf(high(10));
    const past = new FakePast(all);
    const answer = await suggestFor({ setup, tag: TAG, setups: [setup], ...SPAN }, past);
    const wanted = suggestTuning(all, setup as TunableSetup, tuningRules(setup, TAG, [setup]));
    expect(wanted.before).toBeGreaterThan(20);
    expect(answer).toMatchObject({
      ...{ id: 'X/H', ...SPAN, current: { deadband: 0, ...NO_DELAY }, suggested: wanted.suggestion?.tuning },
      ...{ before: wanted.before, after: wanted.suggestion?.after, removed: wanted.suggestion?.removed },
      ...{ trueExcursions: wanted.trueExcursions, missed: 0 },
    });
    expect(past.read).toBeGreaterThan(0);
    expect(past.read).toBeLessThan(COUNT / 2);
  });

  it('says what is so today where nothing better is found', async () => {
    const t = Float64Array.from([0, 60, 400], s => START + s * 1000);
    const once = { t, v: Float64Array.from([5, 11, 5]), q: new Uint16Array(3).fill(GOOD) };
    const answer = await suggestFor(
      { setup: setupOf(high(10)), tag: TAG, setups: [], ...SPAN },
      new FakePast(once, true),
    );
    expect(answer).toMatchObject({ suggested: null, before: 1, after: 1, removed: 0, trueExcursions: 1, missed: 0 });
  });

  it('takes the last value as held for as long as that is known, and what was in force at the begin', async () => {
    const t = Float64Array.from([-500, 50], s => START + s * 1000);
    const two = { t, v: Float64Array.from([11, 11.5]), q: new Uint16Array(2).fill(GOOD) };
    const past = new FakePast(two, true);
    const asked = { setup: setupOf(high(10)), tag: TAG, setups: [], from: START, to: START + 100_000 };
    past.knownUntil = START + 59_000;
    expect(await suggestFor(asked, past)).toMatchObject({ before: 1, trueExcursions: 0 });
    past.knownUntil = START + 90_000;
    expect(await suggestFor(asked, past)).toMatchObject({ before: 1, trueExcursions: 1 });
  });

  it('is none for what the history of the tag says nothing about', async () => {
    const bound: ConditionSpec = {
      ...{ kind: 'level', tag: 'X', side: 'high', deadband: 0 },
      limit: { schedule: [], otherwise: { kind: 'bound', tag: 'Y' } },
    };
    for (const condition of [bound, { kind: 'bad-quality', tag: 'X' } as const]) {
      const asked = { setup: setupOf(condition), tag: TAG, setups: [], ...SPAN };
      expect(await suggestFor(asked, new FakePast(pastOf(1, 10)))).toBeNull();
    }
  });

  it('can be given up, before and while it reads', async () => {
    const asked = { setup: setupOf(high(10)), tag: TAG, setups: [], ...SPAN };
    await expect(suggestFor(asked, new FakePast(pastOf(1, 10)), AbortSignal.abort())).rejects.toThrow(/abort/i);
    const stop = new AbortController();
    const past = new FakePast(pastOf(1, COUNT));
    const reading = past.stream.bind(past);
    past.stream = (tag, query) => {
      stop.abort();
      return reading(tag, query);
    };
    await expect(suggestFor(asked, past, stop.signal)).rejects.toThrow(/abort/i);
  });

  it('fails as the history fails', async () => {
    const past = new FakePast(pastOf(1, 10));
    past.trend = () => Promise.reject(new Error('the disk is gone'));
    await expect(suggestFor({ setup: setupOf(high(10)), tag: TAG, setups: [], ...SPAN }, past)).rejects.toThrow('disk');
  });
});

describe('what a suggestion may do', () => {
  it('leaves nine tenths of the time to respond, and all of it at priority 1', () => {
    const setup = setupOf(high(10), { priority: 2, timeToRespondS: 120 });
    expect(tuningRules(setup, TAG, [setup])).toMatchObject({ longestOnDelayMs: 12_000, trueAfterMs: 30_000 });
    const first = setupOf(high(10), { priority: 1, timeToRespondS: 120 });
    expect(tuningRules(first, TAG, [first])).toMatchObject({ longestOnDelayMs: 0 });
    const unsaid = setupOf(high(10));
    expect(tuningRules(unsaid, TAG, [unsaid])).toMatchObject({ longestOnDelayMs: 15_000, trueAfterMs: 60_000 });
  });

  it('keeps a deadband to half the way to the next limit inward, and to twice the usual one', () => {
    const [low, h, hh] = [setupOf(high(9.5)), setupOf(high(10)), setupOf(high(11))];
    expect(tuningRules(h, TAG, [low, h, hh]).largestDeadband).toBe(0.25);
    // 2 % of 25 kPa, twice.
    expect(tuningRules(h, TAG, [h, hh]).largestDeadband).toBe(1);
    expect(tuningRules(h, null, [h]).largestDeadband).toBe(0);
  });
});
