/** Contract, part 2: the streams, from snapshot to resync, and the events, whole and in order. */
import { expect, it } from 'vitest';
import type { DeviceStatus } from '../../shared/model/device.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import { GOOD, isBad, isGood } from '../../shared/model/quality.ts';
import type { ServedScene } from '../../shared/model/scene.ts';
import type { TagDefinition, TagReading } from '../../shared/model/tag.ts';
import {
  acknowledgeUntil,
  type Bench,
  type ContractSession,
  type Item,
  itemsOf,
  list,
  newest,
  nthItem,
  tagItem,
  valueOf,
  withSession,
} from './contract-bench.ts';
import { FakeModbusServer } from './fake-modbus-server.ts';
import { sleep, waitFor } from './wait-for.ts';

export function describeTagStream(at: () => Bench): void {
  it('beats at least once a second', async () => {
    await withSession(at(), async session => {
      const beats = () => session.messages.filter(m => m.kind === 'beat');
      await waitFor('three beats', () => beats().length >= 3, 3_000);
      for (const m of beats()) if (m.kind === 'beat') expect(Math.abs(m.now - Date.now())).toBeLessThan(60_000);
    });
  });

  it('opens the tag stream with a snapshot of every tag, then sends what changes', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      const first = await nthItem(session, 1, 1);
      expect(first.seq).toBe(1);
      const item = tagItem(first);
      expect(item.snapshot).toBe(true);
      const all = (await valueOf<TagDefinition[]>(at(), 'tags.list')).map(t => t.handle);
      expect(list(item.handles)).toEqual(all);
      for (const column of [item.t, item.v, item.q, item.lastV, item.lastT]) expect(column.length).toBe(all.length);
      expect(list(item.v).slice(0, 6)).toEqual([10, 20, 30, 40, 7, 30]);
      expect(
        list(item.q)
          .slice(0, 7)
          .map(q => isGood(q)),
      ).toEqual([true, true, true, true, true, true, false]);
      expect(Number.isNaN(item.v[6] ?? Number.NaN)).toBe(true);

      at().level[2] = 333;
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await acknowledgeUntil(session, 1, items => newest(items, 2) === 333);
      for (const later of itemsOf(session, 1).slice(1)) expect(tagItem(later).snapshot).toBe(false);
      at().level[2] = 30;
    });
  });

  it('limits the stream to the tags asked for, derived points included', async () => {
    const scene = await valueOf<ServedScene>(at(), 'scenes.read', { id: 'overview' });
    const flow = scene.pipes[0]?.flow ?? '';
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: { tags: ['L-3', flow, 'L-3'] } });
      const { handles, v } = tagItem(await nthItem(session, 1, 1));
      expect(list(handles)).toEqual([3, scene.handles[flow]]);
      expect(list(v)).toEqual([40, 1]);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await acknowledgeUntil(session, 1, items => items.length >= 3);
      for (const item of itemsOf(session, 1)) {
        for (const handle of list(tagItem(item).handles)) expect([3, scene.handles[flow]]).toContain(handle);
      }
    });
  });

  it('sends nothing more until an item is acknowledged, then the newest only', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: { tags: ['L-1'] } });
      await nthItem(session, 1, 1);
      for (const value of [201, 202, 203]) {
        at().level[1] = value;
        await sleep(300);
      }
      // An acknowledgement of another item must not open the gate.
      await session.send({ kind: 'ack', id: 1, seq: 7 });
      await session.send({ kind: 'ack', id: 2, seq: 1 });
      await sleep(300);
      expect(itemsOf(session, 1)).toHaveLength(1);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      const second = await nthItem(session, 1, 2);
      expect(second.seq).toBe(2);
      expect(list(tagItem(second).v)).toEqual([203]);
      at().level[1] = 20;
    });
  });

  it('numbers the items one by one and coalesces them to four a second', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      await nthItem(session, 1, 1);
      const startedAt = performance.now();
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await acknowledgeUntil(session, 1, items => items.length >= 6);
      expect(itemsOf(session, 1).map(i => i.seq)).toEqual(itemsOf(session, 1).map((_, i) => i + 1));
      // Five intervals of 250 ms, less one timer tick each.
      expect(performance.now() - startedAt).toBeGreaterThan(5 * 240);
    });
  });

  it('ends a stream that is closed and starts the next with its own snapshot', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      await nthItem(session, 1, 1);
      await session.send({ kind: 'close', id: 1 });
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await session.send({ kind: 'open', id: 2, method: 'tags', input: { tags: ['L-0'] } });
      const again = await nthItem(session, 2, 1);
      expect([again.seq, tagItem(again).snapshot]).toEqual([1, true]);
      await sleep(500);
      expect(itemsOf(session, 1)).toHaveLength(1);
    });
  });

  it('brings a client that was away up to date with one snapshot', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      await nthItem(session, 1, 1);
    });
    at().level[3] = 999;
    await waitFor('the new value in the station', async () => {
      const [reading] = await valueOf<TagReading[]>(at(), 'tags.read', { tags: ['L-3'] });
      return reading?.value === 999;
    });
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: {} });
      const first = await nthItem(session, 1, 1);
      expect([first.seq, tagItem(first).snapshot, tagItem(first).v[3]]).toEqual([1, true, 999]);
    });
    at().level[3] = 40;
  });
}

/** Device FC goes and comes back: two events each time. */
async function loseMeter(bench: Bench): Promise<void> {
  await bench.meter.server.close();
  await waitFor('the meter lost', async () => (await meterState(bench)) === 'offline', 8_000);
}

async function restoreMeter(bench: Bench): Promise<void> {
  bench.meter.server = await new FakeModbusServer().listen(bench.meter.server.port);
  await waitFor('the meter back', async () => (await meterState(bench)) === 'online', 12_000);
}

async function meterState(bench: Bench): Promise<string | undefined> {
  const devices = await valueOf<DeviceStatus[]>(bench, 'devices.status');
  return devices.find(d => d.device === 'FC')?.state;
}

/** False for an item that only asks whether somebody still looks. */
const saysSomething = (item: Item): boolean => tagItem(item).handles.length > 0;
const newestIsBad = (items: readonly Item[]): boolean => isBad(tagItem(items.findLast(saysSomething)).q[0] ?? GOOD);

const eventsOf = (session: ContractSession, id: number): StationEvent[] =>
  itemsOf(session, id).flatMap(i => i.item as StationEvent[]);

export function describeEvents(at: () => Bench): void {
  it('tells a lost device as bad values with the last good one, and every event of it once, in order', async () => {
    await withSession(at(), async session => {
      const before = (await valueOf<StationEvent[]>(at(), 'events.recent')).at(-1)?.sequence ?? 0;
      await session.send({ kind: 'open', id: 1, method: 'events', input: {} });
      await session.send({ kind: 'open', id: 2, method: 'tags', input: { tags: ['F-1'] } });
      await nthItem(session, 2, 1);
      await session.send({ kind: 'ack', id: 2, seq: 1 });
      await loseMeter(at());
      await acknowledgeUntil(session, 2, newestIsBad);
      const item = tagItem(itemsOf(session, 2).findLast(saysSomething));
      expect(Number.isNaN(item.v[0] ?? Number.NaN)).toBe(true);
      expect(item.lastV[0]).toBe(7);
      expect(item.lastT[0]).toBeGreaterThan(0);
      const [reading] = await valueOf<TagReading[]>(at(), 'tags.read', { tags: ['F-1'] });
      expect(reading).toMatchObject({ value: null, quality: 'bad', reason: 'comm-loss', lastGood: { value: 7 } });

      // The first item stays unacknowledged: what happens meanwhile must wait, whole and in order.
      await nthItem(session, 1, 1);
      await restoreMeter(at());
      await sleep(400);
      expect(itemsOf(session, 1)).toHaveLength(1);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      await nthItem(session, 1, 2);
      const all = await valueOf<StationEvent[]>(at(), 'events.recent');
      expect(eventsOf(session, 1)).toEqual(all.filter(e => e.sequence > before));
      expect(eventsOf(session, 1).map(e => e.source)).toContain('FC');
    });
  }, 40_000);

  it('starts an event stream with what happens from now on', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'events', input: {} });
      await sleep(400);
      expect(itemsOf(session, 1)).toEqual([]);
    });
  });
}
