/** What is asked of the history: what is refused before a reader thread hears of it, and what a reader is asked in the end. */
import { beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../../../main/handlers/handlers.ts';
import { readRecent, readTrend } from '../../../../main/handlers/history/charts.ts';
import {
  readAggregates,
  readLastValues,
  readRaw,
  readSlice,
  readStates,
} from '../../../../main/handlers/history/stored.ts';
import type { StationParts } from '../../../../main/handlers/station-parts.ts';
import type { RecordingFigures } from '../../../../main/historian/historian.ts';
import type { LastValues } from '../../../../main/historian/messages.ts';
import { Catalogue } from '../../../../main/tags/catalogue.ts';
import { TagTable } from '../../../../main/tags/tag-table.ts';
import { COMM_LOSS, GOOD, SUBSTITUTED } from '../../../../shared/model/quality.ts';
import { contract } from '../../../../shared/rpc/contract.ts';
import { projectTag } from '../../../kit/project-parts.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { plainProject } from '../../support/plain-project.ts';
import { batch } from '../../support/samples.ts';

/** Where a hand clock starts. */
const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
/** T-0 slopes, T-1 steps; OLD is in the project no more. */
const catalogue = new Catalogue(
  plainProject([
    projectTag(0, { device: 'PLC', interpolation: 'sloped' }),
    projectTag(1, { device: 'PLC', interpolation: 'stepped' }),
  ]),
);
const SPAN = { from: NOW - 10 * HOUR, to: NOW - HOUR };
const signal = new AbortController().signal;
const samples = { t: Float64Array.of(1), v: Float64Array.of(2), q: Uint16Array.of(GOOD), seq: Float64Array.of(3) };
const origin = Uint8Array.of(0);
const LAST: LastValues = {
  tag: ['OLD', 'T-0', 'T-1'],
  t: Float64Array.of(1, 2, 3),
  v: Float64Array.of(10, 20, Number.NaN),
  q: Uint16Array.of(GOOD, GOOD, COMM_LOSS),
  exact: new Map([[0, 12_345_678_901_234_567_890n]]),
};

describe('questions about the history', () => {
  /** What the reader threads were asked. */
  let asked: unknown[];
  let flushes: number;
  let clock: HandClock;
  let parts: Pick<StationParts, 'catalogue' | 'historian' | 'clock'>;
  const note = <T>(answer: T) => {
    return async (...question: unknown[]): Promise<T> => {
      asked.push(question);
      return answer;
    };
  };

  beforeEach(() => {
    asked = [];
    flushes = 0;
    clock = new HandClock();
    parts = {
      catalogue,
      clock,
      historian: {
        trend: note([]),
        recent: note({ samples, origin, next: null }),
        raw: note({ samples, origin, next: { t: 1, taken: 1 } }),
        async *stream() {
          yield samples;
        },
        aggregate: note([]),
        states: note({
          states: new Map([
            [5, 100],
            [-1, 50],
          ]),
          percentGood: 75,
          isTooMany: false,
        }),
        slice: note([]),
        searchEvents: note({ events: [], hasMore: false }),
        flush: async () => void flushes++,
        hasStored: tag => LAST.tag.includes(tag),
        lastValues: LAST,
        figures: figures(),
        monthFolder: '',
        folder: '',
      },
    };
  });

  const failure = async (run: () => Promise<unknown>): Promise<RequestError> => {
    const error: unknown = await run().then(
      () => null,
      (why: unknown) => why,
    );
    if (!(error instanceof RequestError)) throw new Error(`it was not refused: ${String(error)}`);
    expect(asked).toEqual([]);
    expect(error.message + error.hint).toMatch(/^[\x20-\x7e×–…≤]+$/);
    expect(error.zh.message).toMatch(/\p{Script=Han}/u);
    expect(error.zh.hint).toMatch(/\p{Script=Han}/u);
    return error;
  };

  const raw = (over: object) =>
    readRaw(parts, contract['history.raw'].input.parse({ tag: 'T-0', ...SPAN, ...over }), signal);
  const aggregate = (over: object) =>
    readAggregates(
      parts,
      contract['history.aggregate'].input.parse({
        tags: ['T-0'],
        aggregates: ['Average'],
        stepMs: HOUR,
        ...SPAN,
        ...over,
      }),
      signal,
    );

  it.each([
    ['backwards', { from: 5, to: 4 }],
    ['of no length', { from: 5, to: 5 }],
  ])('refuses a span that is %s, wherever there is one', async (_name, span) => {
    const asks = [
      () => raw(span),
      () => aggregate(span),
      () => readStates(parts, { tag: 'T-1', ...span }, signal),
      () => readTrend(parts, { tags: ['T-0'], columns: 100, ...span }, signal),
    ];
    for (const ask of asks) expect((await failure(ask)).code).toBe('bad-input');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15 - 1])('takes %s for no time', time => {
    const asks = {
      'history.recent': { tags: ['T-0'], from: time },
      'history.trend': { tags: ['T-0'], columns: 100, from: 0, to: time },
      'history.raw': { tag: 'T-0', from: time, to: 1 },
      'history.states': { tag: 'T-1', from: 0, to: time },
      'history.aggregate': { tags: ['T-0'], aggregates: ['Average'], stepMs: 1, from: 0, to: time },
      'history.slice': { tags: ['T-0'], at: time },
    } as const;
    for (const [name, input] of Object.entries(asks)) {
      expect(Reflect.get(contract, name).input.safeParse(input).success, name).toBe(false);
    }
  });

  it('knows no tag that neither the project nor the history has', async () => {
    const tags = ['T-0', 'nobody'];
    const asks = [
      () => raw({ tag: 'nobody' }),
      () => aggregate({ tags }),
      () => readStates(parts, { tag: 'nobody', ...SPAN }, signal),
      () => readSlice(parts, { tags, at: NOW }, signal),
      () => readTrend(parts, { tags, columns: 100, ...SPAN }, signal),
      () => readRecent(parts, { tags }, signal),
    ];
    for (const ask of asks) expect((await failure(ask)).code).toBe('unknown-tag');
  });

  it('answers of a tag that has left the project, and hands the signal of the caller on', async () => {
    expect(await raw({ tag: 'OLD', versions: 'all', limit: 7 })).toEqual({ samples, origin, next: { t: 1, taken: 1 } });
    await readTrend(parts, { tags: ['OLD'], columns: 100, ...SPAN }, signal);
    await readSlice(parts, { tags: ['OLD', 'T-1'], at: 5 }, signal);
    expect(asked).toEqual([
      ['OLD', { ...SPAN, bounds: false, limit: 7, keepVersions: true }, signal],
      [{ tags: ['OLD'], columns: 100, ...SPAN }, signal],
      [['OLD', 'T-1'], 5, signal],
    ]);
  });

  it('goes on with a page where the one before ended', async () => {
    await raw({ after: { t: 7, taken: 2 } });
    expect(asked).toMatchObject([['T-0', { after: { t: 7, taken: 2 }, keepVersions: false, limit: 10_000 }, signal]]);
  });

  it('waits for the newest samples only where the answer reaches up to now', async () => {
    await raw({});
    expect(flushes).toBe(0);
    await raw({ to: NOW });
    expect(flushes).toBe(1);
  });

  it('refuses an answer of more than a million values, and says of how many', async () => {
    const over = { from: 0, to: 1_000_001, stepMs: 1 };
    expect((await failure(() => aggregate(over))).message).toContain('1000001');
    expect(
      (
        await failure(() =>
          aggregate({ ...over, to: 250_001, aggregates: ['Minimum', 'Maximum'], tags: ['T-0', 'T-1'] }),
        )
      ).code,
    ).toBe('bad-input');
    await aggregate({ ...over, to: 1_000_000 });
    expect(asked).toHaveLength(1);
  });

  it('lists states in the order of their values, and refuses those of a measurement', async () => {
    expect(await readStates(parts, { tag: 'T-1', ...SPAN }, signal)).toEqual({
      states: [
        { state: -1, ms: 50 },
        { state: 5, ms: 100 },
      ],
      percentGood: 75,
    });
    asked = [];
    expect((await failure(() => readStates(parts, { tag: 'T-0', ...SPAN }, signal))).code).toBe('not-possible');
    // A counter that says it steps.
    const states = async () => ({ states: new Map(), percentGood: 0, isTooMany: true });
    const counter = { ...parts, historian: { ...parts.historian, states } };
    expect((await failure(() => readStates(counter, { tag: 'T-1', ...SPAN }, signal))).code).toBe('not-possible');
  });

  it('reads the last two hours for a small chart and refuses what is older', async () => {
    const [series] = await readRecent(parts, { tags: ['T-0'], from: NOW - 2 * HOUR }, signal);
    expect(series).toEqual({ tag: 'T-0', t: samples.t, v: samples.v, q: samples.q, demoUntil: null });
    expect(asked[0]).toMatchObject(['T-0', { from: NOW - 2 * HOUR, bounds: true }, signal]);
    asked = [];
    expect((await failure(() => readRecent(parts, { tags: ['T-0'], from: NOW - 3 * HOUR }, signal))).code).toBe(
      'bad-input',
    );
  });

  it('says up to when the samples of a small chart were made for the demo', async () => {
    const made = { samples: { ...samples, t: Float64Array.of(1, 4, 9) }, origin: Uint8Array.of(2, 2, 0), next: null };
    const historian = { ...parts.historian, recent: note(made) };
    const [series] = await readRecent({ ...parts, historian }, { tags: ['T-0'] }, signal);
    expect(series?.demoUntil).toBe(4);
  });

  it('gives the last values of the runs before until a tag is read in this one, retired tags too', () => {
    const table = new TagTable(
      catalogue.tags.map(() => ({ low: null, high: null, staleAfterMs: HOUR })),
      clock,
    );
    table.update(batch({ h: 1, v: 7, t: NOW, q: SUBSTITUTED }));
    expect(readLastValues({ ...parts, table })).toEqual({
      tags: ['OLD', 'T-0', 'T-1'],
      t: Float64Array.of(1, 2, NOW),
      v: Float64Array.of(10, 20, 7),
      q: Uint16Array.of(GOOD, GOOD, SUBSTITUTED),
      isLive: Uint8Array.of(0, 0, 1),
      exact: [[0, '12345678901234567890']],
    });
    table.stop();
  });
});

const figures = (): RecordingFigures => ({
  offered: 10,
  stored: 6,
  pending: 3,
  lost: 1,
  trouble: null,
  unaccounted: 0,
  lastCommitAt: NOW,
  commitP99Ms: 4,
});
