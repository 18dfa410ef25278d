/** Contract, part 6: the past of the event stream, its file, and what consoles say about themselves. */
import { expect, it } from 'vitest';
import type { EventPage, StationEvent } from '../../shared/model/event.ts';
import type { AlarmFile } from '../../shared/rpc/alarm-contract.ts';
import { type Bench, valueOf } from './contract-bench.ts';

const EVER = { from: 0, to: 8e15 };

/** Method, input, and the code of the refusal. */
export const WRONG_EVENTS: readonly (readonly [string, unknown, string])[] = [
  ['events.search', { from: 1, to: 0 }, 'bad-input'],
  ['events.search', { ...EVER, kinds: ['gossip'] }, 'bad-input'],
  ['events.search', { ...EVER, limit: 1_001 }, 'bad-input'],
  ['events.export', { ...EVER, format: 'pdf', language: 'zh' }, 'bad-input'],
  ['console.soundChanged', {}, 'bad-input'],
];

export function describePastEvents(at: () => Bench): void {
  const search = (input: object) => valueOf<EventPage>(at(), 'events.search', { ...EVER, ...input });

  it('finds events of the past by class, person and text, newest first, page by page', async () => {
    const by = { who: '孙', why: 'search test' };
    const until = Date.now() + 60_000;
    await valueOf(at(), 'tags.override', { tag: 'L-3', kind: 'force', value: 1, until, ...by });
    await valueOf(at(), 'tags.release', { tag: 'L-3', ...by });
    const { events, next } = await search({ kinds: ['override'], who: '孙' });
    expect(next).toBeNull();
    expect(events.map(({ kind, tag, who }) => [kind, tag, who])).toEqual(Array(2).fill(['override', 'L-3', '孙']));
    const paged: StationEvent[] = [];
    for (let before: EventPage['next'] | undefined; before !== null; ) {
      const page: EventPage = await search({ who: '孙', limit: 1, ...(before === undefined ? {} : { before }) });
      paged.push(...page.events);
      before = page.next;
    }
    expect(paged).toEqual(events);
    expect((await search({ text: 'SEARCH TEST' })).events).toEqual(events);
    expect((await search({ tags: ['L-2'], who: '孙' })).events).toEqual([]);
  });

  it.each(['csv', 'xlsx'] as const)('gives them as a file: %s', async format => {
    const asked = { ...EVER, from: Date.now() - 600_000 };
    const file = await valueOf<AlarmFile>(at(), 'events.export', { ...asked, format, language: 'zh' });
    // The end of the span is for ever; the file ends today.
    expect(file.name).toMatch(new RegExp(`^events-20\\d{6}-20\\d{6}\\.${format}$`));
    expect([file.rows > 2, file.isCut, file.bytes.length > 500]).toEqual([true, false, true]);
  });

  it('hears once that a console cannot be heard, and once that it can again', async () => {
    const told = async () => (await search({ text: 'sound device' })).events.length;
    const change = (isMissing: boolean) => valueOf(at(), 'console.soundChanged', { isMissing });
    // A real page may have told of this console before.
    await change(false);
    const before = await told();
    for (const isMissing of [false, true, true, false]) await change(isMissing);
    expect(await told()).toBe(before + 2);
  });
}
