/** Contract, part 7: what is kept of trends for everybody, and files of them. */
import { expect, it } from 'vitest';
import type { Annotation, AnnotationPage } from '../../shared/model/annotation.ts';
import type { EventPage } from '../../shared/model/event.ts';
import type { TrendPreset } from '../../shared/model/trend-preset.ts';
import type { TrendFilePart } from '../../shared/rpc/trend-contract.ts';
import { type Bench, itemsOf, nthItem, valueOf, withSession } from './contract-bench.ts';
import { waitFor } from './wait-for.ts';

const EVER = { from: 0, to: 8e15 };
const SETUP = { pens: [{ tag: 'L-1', isHidden: false, axis: 2 }, null], spanMs: 60_000, plots: 'one' };

/** Method, input, and the code of the refusal. */
export const WRONG_TRENDS: readonly (readonly [string, unknown, string])[] = [
  ['presets.save', { name: 'x', setup: { ...SETUP, spanMs: 0 }, who: 'a', replaces: null }, 'bad-input'],
  ['presets.save', { name: 'x', setup: { ...SETUP, more: 'y'.repeat(9_000) }, who: 'a', replaces: null }, 'bad-input'],
  ['presets.save', { name: '…', setup: SETUP, who: 'a', replaces: null }, 'bad-input'],
  ['presets.remove', { id: 'none', version: 1, who: 'a' }, 'not-possible'],
  ['annotations.search', { from: 1, to: 0 }, 'bad-input'],
  ['annotations.add', { tag: 'NONE', at: 1, text: 'x', who: 'a' }, 'unknown-tag'],
  ['annotations.add', { tag: 'L-1', at: 1, text: ' ', who: 'a' }, 'bad-input'],
  ['annotations.edit', { id: 'none', version: 1, text: 'x', who: 'a' }, 'not-possible'],
  ['trends.export', { ...EVER, tags: [], stepMs: null, format: 'csv', language: 'zh' }, 'bad-input'],
  ['trends.export', { ...EVER, tags: ['NONE'], stepMs: null, format: 'csv', language: 'zh' }, 'unknown-tag'],
];

export function describeTrendKeeping(at: () => Bench): void {
  it('keeps presets for everybody, tells all who look, and refuses what would undo what was not seen', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'presets', input: {} });
      const first = await nthItem(session, 1, 1);
      expect(first.item).toEqual([]);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      const saved = await valueOf<TrendPreset>(at(), 'presets.save', {
        name: '液位',
        setup: SETUP,
        who: '钱',
        replaces: null,
      });
      expect(saved).toMatchObject({ version: 1, setup: SETUP, who: '钱' });
      await waitFor('the other client to hear of it', () => itemsOf(session, 1).length === 2, 5_000);
      expect(itemsOf(session, 1)[1]?.item).toEqual([saved]);
      const again = await at().transport.call('presets.save', {
        name: '液位',
        setup: SETUP,
        who: '孙',
        replaces: null,
      });
      expect(again).toMatchObject({ ok: false, error: { code: 'not-possible' } });
      if (!again.ok) expect(again.error.message).toContain('钱');
      await valueOf(at(), 'presets.rename', { id: saved.id, version: 1, name: '液位 2', who: '孙' });
      await valueOf(at(), 'presets.remove', { id: saved.id, version: 2, who: '孙' });
      expect(await valueOf(at(), 'presets.list')).toEqual([]);
    });
    const { events } = await valueOf<EventPage>(at(), 'events.search', { ...EVER, text: '液位', kinds: ['operation'] });
    expect(events.map(({ who }) => who)).toEqual(['孙', '孙', '钱']);
  });

  it('keeps what people note at a tag and a time, in versions, and tells all who look', async () => {
    await withSession(at(), async session => {
      await session.send({ kind: 'open', id: 1, method: 'annotations', input: {} });
      await nthItem(session, 1, 1);
      await session.send({ kind: 'ack', id: 1, seq: 1 });
      const note = { tag: 'L-1', at: 1_700_000_000_000.5, text: 'valve sticks' };
      const added = await valueOf<Annotation>(at(), 'annotations.add', { ...note, who: '钱' });
      expect(added).toMatchObject({ ...note, version: 1, who: '钱', isRemoved: false });
      await waitFor('the other client to hear of it', () => itemsOf(session, 1).length === 2, 5_000);
      const { id } = added;
      await valueOf(at(), 'annotations.edit', { id, version: 1, text: 'valve was stuck', who: '孙' });
      const stale = await at().transport.call('annotations.edit', { id, version: 1, text: 'x', who: '钱' });
      expect(stale).toMatchObject({ ok: false, error: { code: 'not-possible' } });
      const search = (input: object) => valueOf<AnnotationPage>(at(), 'annotations.search', { ...EVER, ...input });
      expect((await search({ tags: ['L-1'], text: 'STUCK' })).annotations).toMatchObject([
        { id, version: 2, who: '孙' },
      ]);
      await valueOf(at(), 'annotations.remove', { id, version: 2, who: '孙' });
      expect(await search({})).toEqual({ annotations: [], hasMore: false });
      const versions = await valueOf<Annotation[]>(at(), 'annotations.versions', { id });
      expect(versions.map(({ text, isRemoved }) => [text, isRemoved])).toEqual([
        ['valve sticks', false],
        ['valve was stuck', false],
        ['valve was stuck', true],
      ]);
    });
    const { events } = await valueOf<EventPage>(at(), 'events.search', { ...EVER, text: 'valve', tags: ['L-1'] });
    expect(events.map(({ kind, who }) => [kind, who])).toEqual([
      ['operation', '孙'],
      ['operation', '孙'],
      ['operation', '钱'],
    ]);
  });

  it.each([
    ['csv', null],
    ['csv', 1_000],
    ['xlsx', null],
  ] as const)('gives pens as a file: %s, %s', async (format, stepMs) => {
    const to = Date.now();
    const asked = { from: to - 60_000, to, tags: ['L-1', 'L-2'], stepMs, format, language: 'en' };
    const file = await valueOf<TrendFilePart>(at(), 'trends.export', asked);
    expect(file.name).toMatch(new RegExp(`^trend-20\\d{6}-20\\d{6}\\.${format}$`));
    expect([file.rows > 0, file.isCut, file.next]).toEqual([true, false, null]);
  });
}
