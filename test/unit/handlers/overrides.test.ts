/** What may be overridden, with what and for how long; and what the register shows. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventLog } from '../../../main/events/event-log.ts';
import { RequestError } from '../../../main/handlers/handlers.ts';
import { overrideEntries, overrideTag, releaseTag } from '../../../main/handlers/overrides.ts';
import { tagDetail } from '../../../main/handlers/tag-detail.ts';
import { createLog } from '../../../main/platform/log.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import { OverrideFile } from '../../../main/tags/override-file.ts';
import { OverrideRegister } from '../../../main/tags/override-register.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import type { Scene } from '../../../shared/model/scene.ts';
import { contract } from '../../../shared/rpc/contract.ts';
import { projectTag } from '../../kit/project-parts.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';
import { HandClock } from '../support/hand-clock.ts';
import { plainProject } from '../support/plain-project.ts';
import { batch } from '../support/samples.ts';

const temporaryFolder = useTemporaryFolders();
const DAY_MS = 86_400_000;
const BIG = 2n ** 60n + 1n;
const SCENE: Scene = {
  id: 's',
  title: { zh: '图', en: 'Scene' },
  level: 2,
  size: [10, 10],
  grid: 10,
  panels: [],
  rules: [],
  labels: [],
  nodes: [{ id: 'n', symbol: 'value', at: [0, 0], bind: { value: '= [PT] + 1' }, props: {} }],
  pipes: [],
};

describe('tags.override, tags.release and tags.overrides', () => {
  const clock = new HandClock();
  const catalogue = new Catalogue({
    ...plainProject([
      projectTag(0, { name: 'PT', low: -1, high: 10, unit: 'MPa' }),
      projectTag(1, { name: 'XV', signalClass: 'DI' }),
      projectTag(2, { name: 'NAME' }),
      projectTag(3, { name: 'SUM', device: null, signalClass: 'CALC' }),
    ]),
    scenes: [SCENE],
    presets: [],
  });
  let folder: string;
  let table: TagTable;
  let overrides: OverrideRegister;
  const parts = () => ({ catalogue, table, overrides, clock });
  const order = (more: Record<string, unknown> = {}) =>
    contract['tags.override'].input.parse({
      tag: 'PT',
      kind: 'force',
      value: 3,
      until: clock.now() + 60_000,
      who: 'Li',
      why: 'test',
      ...more,
    });
  const give = (more: Record<string, unknown> = {}) => overrideTag(parts(), order(more));
  const refusalOf = async (more: Record<string, unknown>): Promise<RequestError> => {
    const error: unknown = await give(more).catch((e: unknown) => e);
    if (!(error instanceof RequestError)) throw new Error(`not refused but ${String(error)}`);
    return error;
  };

  beforeEach(() => {
    folder = temporaryFolder();
    table = new TagTable(
      [...catalogue.tags, ...catalogue.derived].map(() => ({ low: null, high: null, staleAfterMs: 1_500 })),
      clock,
    );
    overrides = new OverrideRegister({
      ...parts(),
      events: new EventLog(clock),
      file: new OverrideFile(folder),
      log: createLog('test', { level: 'error', write: () => undefined }),
      timeZone: 'UTC',
    });
  });
  afterEach(async () => {
    await overrides.stop();
    table.stop();
  });

  it('registers each override with the live value beside it and whether it is in force', async () => {
    table.update(batch({ h: 0, v: 5, t: 42 }));
    await give({ kind: 'substitute' });
    await give({ tag: 'SUM', value: -7 });
    const since = clock.now();
    const common = { who: 'Li', why: 'test', since, until: since + 60_000 };
    expect(overrideEntries(parts())).toEqual([
      {
        tag: 'PT',
        kind: 'substitute',
        value: 3,
        ...common,
        isInForce: false,
        live: { tag: 'PT', value: 5, quality: 'good', time: 42, raw: 5 },
      },
      {
        tag: 'SUM',
        kind: 'force',
        value: -7,
        ...common,
        isInForce: true,
        live: { tag: 'SUM', value: null, quality: 'bad', reason: 'not-read-yet', time: since, raw: null },
      },
    ]);
    clock.advance(1_500);
    expect(overrideEntries(parts())[0]).toMatchObject({ isInForce: true, live: { quality: 'bad', reason: 'stale' } });
    await releaseTag(parts(), { tag: 'PT', who: 'Li', why: 'test' });
    expect(overrideEntries(parts()).map(o => o.tag)).toEqual(['SUM']);
  });

  it.each([
    ['a value above the range', { value: 10.001 }, '10.001 lies beyond the range of PT, -1 … 10 MPa.'],
    ['a value below the range', { value: -1.001 }, '-1.001 lies beyond the range of PT, -1 … 10 MPa.'],
    ['half a state', { tag: 'XV', value: 0.5 }, 'XV is a state: 0.5 is not a whole number from 0 on.'],
    ['a negative state', { tag: 'XV', value: -1 }, 'XV is a state: -1 is not a whole number from 0 on.'],
    ['an end that is now', { until: 1_800_000_000_000 }, 'The end, 2027-01-15T08:00:00.000Z, has passed already.'],
    ['an end in seconds instead of ms', { until: 1_800_000_060 }, /1970.*has passed already/],
    ['an end after 30 days', { until: 1_800_000_000_000 + 30 * DAY_MS + 1 }, /is more than 30 days away/],
    ['an end beyond the calendar', { until: 1e300 }, 'The end, 1e+300, is more than 30 days away.'],
    ['a point of a screen', { tag: '~1' }, '~1 is calculated for a screen and is no tag.'],
  ])('refuses %s and says so in both languages', async (_what, more, message) => {
    clock.wallMs = 1_800_000_000_000;
    const error = await refusalOf(more);
    expect(error.code).toBe('not-possible');
    expect(error.message).toMatch(message);
    for (const text of [error.message, error.hint]) expect(text).toMatch(/^[^\u4e00-\u9fff]{6,}$/);
    for (const text of [error.zh.message, error.zh.hint]) expect(text).toMatch(/[\u4e00-\u9fff]/);
    expect(table.overrides()).toEqual([]);
  });

  it('takes the ends of the range, 30 days, and what is told to be meant beyond the range', async () => {
    for (const more of [
      { value: 10 },
      { value: -1 },
      { value: 99, isBeyondRange: true },
      { until: clock.now() + 30 * DAY_MS },
      { tag: 'XV', value: 65_535 },
    ]) {
      await give(more);
    }
    expect(table.overrides().map(([h, { value }]) => [h, value])).toEqual([
      [0, 3],
      [1, 65_535],
    ]);
  });

  it('refuses a number for a text', async () => {
    table.update({ ...batch({ h: 2, v: Number.NaN }), exact: new Map([[0, 'FC-1401A']]) });
    expect((await refusalOf({ tag: 'NAME' })).message).toBe('NAME is a text: a number cannot stand for it.');
  });

  it('refuses to release what is not overridden, and knows no tag that there is none', async () => {
    const release = (tag: string) => releaseTag(parts(), { tag, who: 'Li', why: 'test' }).catch((e: unknown) => e);
    expect(await release('PT')).toMatchObject({ code: 'not-possible' });
    expect(await release('nobody')).toMatchObject({ code: 'unknown-tag' });
    expect(await refusalOf({ tag: 'nobody' })).toMatchObject({ code: 'unknown-tag' });
  });

  it('explains in both languages that it cannot be kept', async () => {
    mkdirSync(join(folder, 'overrides.json.new'));
    expect(await refusalOf({})).toMatchObject({
      code: 'not-possible',
      message: expect.stringContaining('cannot be written'),
      zh: { message: expect.stringContaining('无法写入') },
    });
  });

  it('shows in the detail what is shown, what is live, what came over the wire and when', async () => {
    table.update({
      ...batch({ h: 0, v: Number(BIG), t: 42 }),
      exact: new Map([[0, BIG]]),
      sourceT: Float64Array.of(41),
      serverT: Float64Array.of(Number.NaN),
    });
    await give({});
    const since = clock.now();
    const detail = tagDetail(parts(), 'PT');
    expect(detail).toEqual({
      tag: 'PT',
      shown: { tag: 'PT', value: 3, quality: 'uncertain', reason: 'forced', time: since, raw: Number(BIG) },
      live: { tag: 'PT', value: Number(BIG), text: String(BIG), quality: 'good', time: 42, raw: Number(BIG) },
      raw: '1152921504606846977',
      receivedAt: since,
      sourceTime: 41,
      serverTime: null,
      unchangedMs: null,
      override: { kind: 'force', value: 3, who: 'Li', why: 'test', since, until: since + 60_000 },
    });
    expect(JSON.parse(JSON.stringify(detail))).toEqual(detail);
    expect(tagDetail(parts(), 'SUM')).toMatchObject({ raw: null, receivedAt: null, sourceTime: null, override: null });
  });
});
