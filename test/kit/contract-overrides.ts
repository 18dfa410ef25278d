/** Contract, part 3: what stands behind a value, and the commands that lay another over it. */
import { expect, it } from 'vitest';
import type { StationEvent } from '../../shared/model/event.ts';
import type { DeviceAttention, OverrideEntry, TagDetail, TagReading } from '../../shared/model/tag.ts';
import { acknowledgeUntil, type Bench, newest, nthItem, valueOf, withSession } from './contract-bench.ts';
import { waitFor } from './wait-for.ts';

const BY = { who: '李', why: 'contract test' };

export function describeOverrides(at: () => Bench): void {
  const read = async (tag: string) => (await valueOf<TagReading[]>(at(), 'tags.read', { tags: [tag] }))[0];
  const detail = (tag: string) => valueOf<TagDetail>(at(), 'tags.detail', { tag });

  it('tells in detail what came over the wire and when', async () => {
    const { shown, live, raw, receivedAt, ...rest } = await detail('L-1');
    expect(shown).toMatchObject({ tag: 'L-1', value: 20, quality: 'good', raw: 20 });
    expect(live).toEqual(shown);
    expect(raw).toBe(20);
    expect(Math.abs((receivedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(rest).toEqual({ tag: 'L-1', sourceTime: null, serverTime: null, unchangedMs: null, override: null });
  });

  it('forces a value for every reader, stream and calculation, registers it, and gives the live one back', async () => {
    const until = Date.now() + 60_000;
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'tags', input: { tags: ['L-0', 'SUM'] } });
      await nthItem(session, 1, 1);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      expect(await valueOf(at(), 'tags.override', { tag: 'L-0', kind: 'force', value: 500, until, ...BY })).toBeNull();
      expect(await read('L-0')).toMatchObject({ value: 500, quality: 'uncertain', reason: 'forced', raw: 10 });
      expect(await read('SUM')).toMatchObject({ value: 520, quality: 'uncertain', reason: 'forced' });
      await acknowledgeUntil(session, 1, items => newest(items, 0) === 500);
      const [entry, ...others] = await valueOf<OverrideEntry[]>(at(), 'tags.overrides');
      expect(others).toEqual([]);
      expect(entry).toMatchObject({ tag: 'L-0', kind: 'force', value: 500, until, isInForce: true, ...BY });
      expect(entry?.live).toMatchObject({ value: 10, quality: 'good' });
      expect((await detail('L-0')).override).toMatchObject({ value: 500, until, ...BY });
      const attention = await valueOf<DeviceAttention[]>(at(), 'tags.attention');
      expect(attention.map(a => [a.device, a.overridden])).toEqual([
        ['PLC', ['L-0']],
        ['FC', []],
        [null, []],
      ]);
      expect(await valueOf(at(), 'tags.release', { tag: 'L-0', ...BY })).toBeNull();
      await acknowledgeUntil(session, 1, items => newest(items, 0) === 10 && newest(items, 5) === 30);
    });
    expect(await read('L-0')).toMatchObject({ value: 10, quality: 'good' });
    expect(await valueOf(at(), 'tags.overrides')).toEqual([]);
    const events = await valueOf<StationEvent[]>(at(), 'events.recent');
    const told = events.filter(e => e.kind === 'override' && e.source === 'L-0');
    expect(told).toHaveLength(2);
    for (const { text, ...about } of told) {
      expect(text.en).toContain('李');
      expect(about).toMatchObject({ tag: 'L-0', who: '李', where: expect.stringMatching(/./) });
    }
  });

  it('substitutes a value that is bad and leaves a good one alone', async () => {
    const until = Date.now() + 60_000;
    for (const tag of ['LATER', 'L-3']) {
      await valueOf(at(), 'tags.override', { tag, kind: 'substitute', value: 7, until, ...BY });
    }
    expect(await read('LATER')).toMatchObject({ value: 7, quality: 'uncertain', reason: 'substituted' });
    expect(await read('L-3')).toMatchObject({ value: 40, quality: 'good' });
    for (const tag of ['LATER', 'L-3']) await valueOf(at(), 'tags.release', { tag, ...BY });
    expect(await read('LATER')).toMatchObject({ value: null, quality: 'bad', reason: 'not-configured' });
  });

  it('ends an override by itself', async () => {
    await valueOf(at(), 'tags.override', { tag: 'L-2', kind: 'force', value: 1, until: Date.now() + 2_000, ...BY });
    expect(await read('L-2')).toMatchObject({ value: 1, reason: 'forced' });
    await waitFor('the live value', async () => (await read('L-2'))?.value === 30);
    const events = await valueOf<StationEvent[]>(at(), 'events.recent');
    expect(events.filter(e => e.source === 'L-2').at(-1)?.text.en).toContain('has expired');
  });
}
