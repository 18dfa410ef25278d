/** Events in `station.db`: kept with everything about them, found by every part of a filter, and taken over from older files. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { searchEvents } from '../../../../main/historian/events/event-search.ts';
import { eventInsert, lastEvents } from '../../../../main/historian/events/event-table.ts';
import type { StoredEvent } from '../../../../main/historian/messages.ts';
import { QueryCancelled } from '../../../../main/historian/query/query-span.ts';
import { migrate, STATION_MIGRATIONS } from '../../../../main/historian/store/schema.ts';
import { openStationDb, STATION_FILE } from '../../../../main/historian/store/station-db.ts';
import type { EventFilter } from '../../../../shared/model/event.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 1);
const event = (number: number, over: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ number, time: T0 + number, kind: 'device', source: 'PLC', zh: `事 ${number}`, en: `event ${number}` },
  ...over,
});
const GOES_ON = { isCancelled: false };

function stored(events: readonly StoredEvent[]): Database.Database {
  const db = openStationDb(folderOf());
  const insert = eventInsert(db);
  for (const one of events) insert(one, one.number);
  return db;
}

const found = (db: Database.Database, filter: Partial<EventFilter>, page: { before?: number; limit?: number } = {}) => {
  const { before = null, limit = 100 } = page;
  const asked = { from: T0, to: T0 + 1e9, ...filter };
  const answer = searchEvents(db, { name: 'event-rows', filter: asked, before, limit }, GOES_ON);
  return { numbers: answer.events.map(e => e.number), hasMore: answer.hasMore };
};

describe('events on the disk', () => {
  it('come back as they were told', () => {
    const whole = event(2, {
      ...{ kind: 'override', received: T0 + 9, tag: 'PT-1', area: 'REG', who: '李', where: '10.0.0.7' },
      uncertainty: { earlierMs: 200, laterMs: 3.5, from: 'device' },
    });
    const db = stored([event(1), whole]);
    expect(lastEvents(db, 9)).toEqual([event(1), whole]);
    expect(lastEvents(db, 1)).toEqual([whole]);
    db.close();
  });

  it('are not written over by the same number', () => {
    const db = stored([event(1), event(1, { en: 'another' })]);
    expect(lastEvents(db, 9)).toEqual([event(1)]);
    db.close();
  });

  it('are found newest first, page by page, and the last page says so', () => {
    const db = stored([1, 2, 3, 4, 5].map(number => event(number)));
    expect(found(db, {}, { limit: 2 })).toEqual({ numbers: [5, 4], hasMore: true });
    expect(found(db, {}, { before: 4, limit: 3 })).toEqual({ numbers: [3, 2, 1], hasMore: false });
    expect(found(db, { from: T0 + 1e9, to: T0 + 2e9 })).toEqual({ numbers: [], hasMore: false });
    db.close();
  });

  it('are found by when the station heard of them, also where its clock went back', () => {
    const db = stored([
      event(1, { received: T0 + 500 }),
      event(2, { received: T0 + 100 }),
      event(3, { received: T0 + 300 }),
    ]);
    expect(found(db, { from: T0 + 100, to: T0 + 301 }).numbers).toEqual([3, 2]);
    expect(found(db, { from: T0 + 300, to: T0 + 501 }).numbers).toEqual([3, 1]);
    db.close();
  });

  it.each<[string, Partial<EventFilter>, number[]]>([
    ['class', { kinds: ['clock', 'session'] }, [2]],
    ['no class', { kinds: [] }, []],
    ['tag', { tags: ['PT-1'] }, [3]],
    ['area', { areas: ['REG'] }, [3, 1]],
    ['person', { who: 'LI' }, [3]],
    ['text', { text: 'Jumped' }, [2]],
    ['Chinese text', { text: '跳变' }, [2]],
    ['source', { text: 'plc' }, [1]],
    ['tag as text', { text: 'pt-1' }, [3]],
    ['words in any order, each somewhere', { text: 'clock jumped 时钟' }, [2]],
    ['words of which one is nowhere', { text: 'clock stands' }, []],
    ['one of some parts of names', { names: ['pT-', 'CLO'] }, [3, 2]],
    ['a part of no name', { names: ['jumped'] }, []],
    ['letters that SQLite knows no small ones of', { text: 'ДАВЛЕНИЕ' }, [1]],
    ['such a person', { who: 'ÉMILE' }, [1]],
  ])('are found by %s', (_what, filter, numbers) => {
    const db = stored([
      event(1, { area: 'REG', en: 'давление', who: 'Émile' }),
      event(2, { kind: 'clock', source: 'clock', zh: '时钟跳变', en: 'The clock JUMPED' }),
      event(3, { kind: 'override', source: 'T', tag: 'PT-1', area: 'REG', who: 'Li Wei' }),
    ]);
    expect(found(db, filter).numbers).toEqual(numbers);
    db.close();
  });

  it('are all found among more than are looked at in one piece', () => {
    const db = openStationDb(folderOf());
    const insert = eventInsert(db);
    const count = 70_000;
    db.transaction(() => {
      for (let number = 1; number <= count; number++) insert(event(number), number);
    })();
    const { numbers } = found(db, {}, { limit: count });
    expect(numbers).toEqual(Array.from({ length: count }, (_, i) => count - i));
    db.close();
  });

  it('are looked for no longer than somebody waits', () => {
    const db = stored([event(1)]);
    const filter = { from: T0, to: T0 + 1e9, text: 'nothing like it' };
    const ask = () => searchEvents(db, { name: 'event-rows', filter, before: null, limit: 1 }, { isCancelled: true });
    expect(ask).toThrow(QueryCancelled);
    db.close();
  });

  it('of an older file are there, in the classes of today', () => {
    const folder = folderOf();
    const old = new Database(join(folder, STATION_FILE));
    migrate(old, STATION_MIGRATIONS.slice(0, 3), 0x43477374);
    const insert = old.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
    insert.run(1, 1, T0, 'station', 'historian', '史', 'history');
    insert.run(2, 2, T0 + 1, 'demo-field', 'demo-field', '场', 'field');
    insert.run(3, 3, T0 + 2, 'operation', 'PLC', '操', 'operation');
    old.close();
    const db = openStationDb(folder);
    expect(lastEvents(db, 9).map(({ number, kind }) => [number, kind])).toEqual([
      [1, 'history'],
      [2, 'station'],
      [3, 'operation'],
    ]);
    expect(found(db, {}).numbers).toEqual([3, 2, 1]);
    db.close();
  });
});
