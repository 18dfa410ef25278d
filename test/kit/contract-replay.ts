/** Contract, part 8: the station at an instant of the past, and its screens, which are served anew when their files change. */
import { expect, it } from 'vitest';
import { isGood } from '../../shared/model/quality.ts';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import type { AlarmStreamItem } from '../../shared/rpc/alarm-contract.ts';
import type { SceneNews } from '../../shared/rpc/contract.ts';
import { type Bench, list, nthItem, type TagItem, valueOf, withSession } from './contract-bench.ts';
import { sleep, waitFor } from './wait-for.ts';

const ALARM = 'L-2/H';
const AT_REST = 30;
const HIGH = 700;

/** Method, input, and the code of the refusal. */
export const WRONG_REPLAY: readonly (readonly [string, unknown, string])[] = [
  ['replay.tags', { tags: ['L-2'] }, 'bad-input'],
  ['replay.alarms', { at: 'now' }, 'bad-input'],
];

export function describeReplay(at: () => Bench): void {
  const level = async (): Promise<TagReading | undefined> =>
    (await valueOf<TagReading[]>(at(), 'tags.read', { tags: ['L-2'] }))[0];
  const pastLevel = (time: number) => valueOf<TagItem>(at(), 'replay.tags', { tags: ['L-2'], at: time });
  const process = async (method: 'alarms.read' | 'replay.alarms', input: object) =>
    (await valueOf<AlarmStreamItem>(at(), method, input)).statuses.find(({ id }) => id === ALARM)?.record.state.process;
  /** Sets the level, waits until it and its alarm are so, and gives a time at which they were. */
  const settle = async (value: number, state: string): Promise<number> => {
    at().level[2] = value;
    await waitFor(`the level at ${value}`, async () => (await level())?.value === value);
    await waitFor(`the alarm ${state}`, async () => (await process('alarms.read', {})) === state);
    await sleep(250);
    return Date.now();
  };

  it('tells values and alarms as they were at a past moment, whatever they are now', async () => {
    const calm = await settle(AT_REST, 'normal');
    const high = await settle(HIGH, 'alarm');
    await settle(AT_REST, 'normal');
    await valueOf(at(), 'alarms.acknowledge', { ids: [ALARM], who: '李' });
    await waitFor('the past on disk', async () => list((await pastLevel(high)).v)[0] === HIGH);
    const handle = (await valueOf<TagDefinition[]>(at(), 'tags.list')).findIndex(tag => tag.name === 'L-2');
    for (const [time, value, state] of [
      [calm, AT_REST, 'normal'],
      [high, HIGH, 'alarm'],
    ] as const) {
      const item = await pastLevel(time);
      expect([item.snapshot, list(item.handles), list(item.v)]).toEqual([true, [handle], [value]]);
      expect([list(item.q).every(isGood), (list(item.t)[0] ?? 0) <= time]).toEqual([true, true]);
      expect(await process('replay.alarms', { at: time })).toBe(state);
    }
    expect(await process('alarms.read', {})).toBe('normal');
    // Before anything was recorded nothing is known, and no number stands for that.
    const [never] = list((await pastLevel(5)).v);
    expect(Number.isNaN(never ?? Number.NaN)).toBe(true);
    const { sound } = await valueOf<AlarmStreamItem>(at(), 'replay.alarms', { at: high });
    expect(sound).toEqual({ priority: null, ids: [] });
  });

  it('streams the list of its screens, at first with none that has changed', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'scenes', input: {} });
      const news = (await nthItem(session, 1, 1)).item as SceneNews;
      expect(news.scenes.map(({ id }) => id)).toEqual(['overview']);
      expect(news.changed).toEqual([]);
    });
  });
}
