/** Events and rows of alarms as one stream of the past, and the same as a file. */
import { describe, expect, it } from 'vitest';
import { type AlarmLines, AlarmLines as Lines } from '../../../main/events/alarm-lines.ts';
import { exportFound } from '../../../main/events/export/export-events.ts';
import { type EventSources, findEvents } from '../../../main/events/find-events.ts';
import type { EventSearch } from '../../../main/historian/events/event-search.ts';
import type { StoredEvent } from '../../../main/historian/messages.ts';
import { MOST_ROWS } from '../../../main/spreadsheet/station-file.ts';
import { fitsFilter } from '../../../shared/event/event-filter.ts';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { EventCursor, EventFilter } from '../../../shared/model/event.ts';
import { raise } from '../alarms/figures/journal-rows.ts';
import { alarm } from '../alarms/support/alarm-rig.ts';

const T0 = Date.UTC(2026, 9, 1);
const SPAN: EventFilter = { from: T0, to: T0 + 1e6 };

const stored = (number: number, over: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ number, time: T0 + number * 10, kind: 'device', source: 'PLC', zh: `事 ${number}`, en: `event ${number}` },
  ...over,
});

const row = (sequence: number, over: Partial<AlarmJournalRow> = {}): AlarmJournalRow =>
  raise(T0 + sequence * 10 + 5, { id: 'A/H', tag: 'A', area: 'REG', sequence, ...over });

const LINES: AlarmLines = new Lines({
  definitions: [alarm('A/H', { device: 'GC' }).definition],
  periodMs: new Map([['A/H', 8]]),
  stamping: new Set(['GC']),
  offsetOf: () => null,
});

function sourcesOf(events: readonly StoredEvent[], rows: readonly AlarmJournalRow[]): EventSources {
  return {
    events: {
      searchEvents: ({ filter, before, limit }: Omit<EventSearch, 'name'>) => {
        const fitting = events.filter(({ number, zh, en, ...event }) => {
          const isBefore = number < (before ?? Number.POSITIVE_INFINITY);
          return isBefore && fitsFilter({ sequence: number, ...event, text: { zh, en } }, filter);
        });
        return Promise.resolve({ events: fitting.slice(-limit).toReversed(), hasMore: fitting.length > limit });
      },
    },
    alarms: {
      page: (filter, { before, limit }) => {
        const fitting = rows.filter(
          ({ sequence, event, who, received }) =>
            sequence < (before ?? Number.POSITIVE_INFINITY) &&
            received >= filter.from &&
            (filter.events?.includes(event) ?? true) &&
            (who ?? '').includes(filter.who ?? ''),
        );
        const page = fitting.slice(-limit).toReversed();
        return Promise.resolve({ rows: page, next: fitting.length > limit ? (page.at(-1)?.sequence ?? null) : null });
      },
    },
    lines: LINES,
    offsetsAt: () => Promise.resolve(() => null),
  };
}

const FOUR = () =>
  sourcesOf(
    [1, 2, 3, 4].map(n => stored(n)),
    [1, 2, 3, 4].map(n => row(n)),
  );

async function allOf(sources: EventSources, filter: EventFilter, limit: number): Promise<string[]> {
  const names: string[] = [];
  let before: EventCursor | null = null;
  for (let page = 0; page < 50; page++) {
    const found = await findEvents(sources, { filter, before, limit });
    names.push(...found.events.map(e => `${e.alarm === undefined ? 'e' : 'a'}${e.sequence}`));
    before = found.next;
    if (before === null) return names;
  }
  throw new Error('pages without an end');
}

describe('the past of the event stream', () => {
  it.each([1, 2, 3, 5, 8, 100])('is one series, newest first, in pages of %i', async limit => {
    expect(await allOf(FOUR(), SPAN, limit)).toEqual(['a4', 'e4', 'a3', 'e3', 'a2', 'e2', 'a1', 'e1']);
  });

  it('has all of the longer series when the other ends', async () => {
    expect(
      await allOf(
        sourcesOf(
          [stored(1)],
          [7, 8, 9].map(n => row(n)),
        ),
        SPAN,
        2,
      ),
    ).toEqual(['a9', 'a8', 'a7', 'e1']);
    expect(
      await allOf(
        sourcesOf(
          [7, 8, 9].map(n => stored(n)),
          [row(1)],
        ),
        SPAN,
        2,
      ),
    ).toEqual(['e9', 'e8', 'e7', 'a1']);
  });

  it('asks each series only for classes that it has', async () => {
    const sources = FOUR();
    expect(await allOf(sources, { ...SPAN, kinds: ['alarm'] }, 3)).toEqual(['a4', 'a3', 'a2', 'a1']);
    expect(await allOf(sources, { ...SPAN, kinds: ['device'] }, 3)).toEqual(['e4', 'e3', 'e2', 'e1']);
    expect(await allOf(sources, { ...SPAN, kinds: ['clock'] }, 3)).toEqual([]);
  });

  it('has what people did to alarms among the operations', async () => {
    const acknowledged = row(2, { event: 'acknowledge', who: '李', where: 'local' });
    const byItself = row(3, { event: 'unshelve' });
    const sources = sourcesOf([stored(1, { kind: 'operation', who: '王' })], [row(1), acknowledged, byItself]);
    expect(await allOf(sources, { ...SPAN, kinds: ['operation'] }, 1)).toEqual(['a2', 'e1']);
    expect(await allOf(sources, { ...SPAN, kinds: ['alarm'] }, 1)).toEqual(['a3', 'a1']);
    expect(await allOf(sources, { ...SPAN, who: '王' }, 5)).toEqual(['e1']);
  });

  it('knows the clocks of devices as they were then', async () => {
    const asked: number[] = [];
    const offsetsAt = (at: number) => {
      asked.push(at);
      return Promise.resolve(() => 4);
    };
    const page = await findEvents({ ...FOUR(), offsetsAt }, { filter: SPAN, before: null, limit: 1 });
    expect(asked).toEqual([T0 + 45]);
    expect(page.events[0]?.uncertainty).toEqual({ earlierMs: 12, laterMs: 4, from: 'device' });
  });
});

describe('the event stream as a file', () => {
  const station = {
    name: { zh: '东门站', en: 'East Gate' },
    timeZone: 'Asia/Shanghai',
    areas: [{ id: 'REG', name: { zh: '调压', en: 'Regulation' } }],
  };
  const csv = async (sources: EventSources, filter: EventFilter, language: 'zh' | 'en' = 'en') => {
    const file = await exportFound({ sources, station, now: T0 + 2e6 }, { filter, format: 'csv', language });
    return { file, lines: new TextDecoder().decode(file.bytes).split('\r\n') };
  };

  it('is in the order of the sources, oldest first, with how well each time is known', async () => {
    const late = stored(5, {
      time: T0 + 12,
      received: T0 + 50,
      kind: 'override',
      who: '李',
      where: 'local',
      tag: 'A',
      area: 'REG',
    });
    const { file, lines } = await csv(sourcesOf([stored(1), late], [row(1)]), SPAN);
    expect(file).toMatchObject({ rows: 3, isCut: false, name: 'events-20261001-20261001.csv' });
    const body = lines.slice(-4, -1).map(line => line.split(','));
    expect(body.map(cells => [cells[1], cells[4], cells[6], cells[8]])).toEqual([
      ['0', '1', 'Device', 'PLC'],
      ['0', '1', 'Override', 'PLC'],
      ['8', '1', 'Alarm', 'A/H'],
    ]);
    expect(body[1]?.slice(9, 11)).toEqual(['A', 'Regulation']);
    expect(body[1]?.slice(13, 15)).toEqual(['李', 'local']);
  });

  it('says in its head what was left out, in the language', async () => {
    const { lines } = await csv(FOUR(), { ...SPAN, kinds: ['alarm', 'clock'], text: '压力' }, 'zh');
    expect(lines.slice(0, 3).join()).toContain('东门站');
    expect(lines[2]).toContain('报警、时钟；压力');
  });

  it('takes the newest hundred thousand and says in its last line that there are more', async () => {
    const searchEvents: EventSources['events']['searchEvents'] = ({ before, limit }) => {
      const newest = Math.min(MOST_ROWS + 1, (before ?? Number.POSITIVE_INFINITY) - 1);
      const events = Array.from({ length: Math.min(limit, newest) }, (_, i) => stored(newest - i));
      return Promise.resolve({ events, hasMore: newest > limit });
    };
    const { file, lines } = await csv({ ...FOUR(), events: { searchEvents } }, { ...SPAN, kinds: ['device'] });
    expect(file).toMatchObject({ rows: MOST_ROWS, isCut: true });
    expect(lines.at(-2)).toContain('There are more rows than these');
  }, 30_000);

  it('of all time is one from the first clock of computers until now', async () => {
    const { file, lines } = await csv(FOUR(), { from: -8.64e15, to: 8.64e15 });
    expect(file.name).toBe('events-19700101-20261001.csv');
    expect(lines[1]).toContain('1970-01-01T08:00:00.000+08:00 … 2026-10-01T08:33:20.000+08:00');
  });

  it('is a workbook as well', async () => {
    const asked = { filter: SPAN, format: 'xlsx', language: 'zh' } as const;
    const { bytes, name } = await exportFound({ sources: FOUR(), station, now: T0 }, asked);
    expect([bytes[0], bytes[1], name]).toEqual([0x50, 0x4b, 'events-20261001-20261001.xlsx']);
  });
});
