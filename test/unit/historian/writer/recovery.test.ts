/** What a start takes back from the journal: each sample once, whatever the files have already. */
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bitsOf } from '../../../../main/historian/sample-bits.ts';
import { Journal } from '../../../../main/historian/store/journal.ts';
import { monthOf } from '../../../../main/historian/store/months.ts';
import { openStationDb } from '../../../../main/historian/store/station-db.ts';
import { Newest } from '../../../../main/historian/writer/newest.ts';
import { type Replay, readNewest, replay } from '../../../../main/historian/writer/recovery.ts';
import { Tail } from '../../../../main/historian/writer/tail.ts';
import { GOOD, NOT_RECORDED } from '../../../../shared/model/quality.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const NOVEMBER = Date.UTC(2026, 10, 3);
const DECEMBER = Date.UTC(2026, 11, 3);

let db: Database.Database;
let journal: Journal;

beforeEach(() => {
  db = openStationDb(folderOf());
  journal = new Journal(db);
});
afterEach(() => db.close());

function samplesOf(tag: readonly number[], t: readonly number[], v: readonly number[], q: number = GOOD) {
  return {
    count: tag.length,
    tag: Uint32Array.from(tag),
    t: Float64Array.from(t),
    v: Float64Array.from(v),
    q: new Uint16Array(tag.length).fill(q),
  };
}

function replayed(parts: Partial<Replay> = {}) {
  const to = { tail: new Tail(), newest: new Newest() };
  const damage = { rows: 0, samples: 0 };
  replay({ journal, sealedThrough: 0, marks: () => 0, isKnown: () => true, damage, ...parts }, to);
  return { ...to, damage };
}

describe('a replay', () => {
  beforeEach(() => {
    journal.add({ seq: 1, at: 1, post: 1, samples: samplesOf([1, 1], [NOVEMBER, DECEMBER], [10, 11]) });
    journal.add({ seq: 2, at: 2, post: 2, samples: samplesOf([1, 2], [NOVEMBER + 1, NOVEMBER], [12, 20]) });
  });

  it('takes everything where the files have nothing', () => {
    const { tail, newest } = replayed();
    expect([...tail.take(1).v]).toEqual([10, 11, 12]);
    expect([...tail.take(1).seq]).toEqual([1, 1, 2]);
    expect([...newest.all().v]).toEqual([12, 20]);
  });

  it('leaves out what the file of its month has, and that alone', () => {
    const { tail } = replayed({ marks: (month, tag) => (tag === 1 && month === monthOf(NOVEMBER) ? 1 : 0) });
    expect([...tail.take(1).v]).toEqual([11, 12]);
    expect([...tail.take(2).v]).toEqual([20]);
  });

  it('leaves out commits that were sealed whole, and takes what they carried over', () => {
    journal.replaceCarried([{ ...samplesOf([2], [NOVEMBER - 1], [19]), seq: Float64Array.of(1) }]);
    const { tail } = replayed({ sealedThrough: 1 });
    expect([...tail.take(1).v]).toEqual([12]);
    expect([...tail.take(2).v]).toEqual([19, 20]);
  });

  it('counts samples of a tag whose name is lost as damaged and gives them to nobody', () => {
    const { tail, damage } = replayed({ isKnown: tag => tag !== 2 });
    expect(tail.ids()).toEqual([1]);
    expect(damage.samples).toBe(1);
  });

  it('reads on behind a row that the disk has damaged', () => {
    db.prepare('UPDATE journal SET data = zeroblob(40) WHERE seq = 1').run();
    const { tail, damage } = replayed();
    expect([...tail.take(1).v]).toEqual([12]);
    expect(damage).toEqual({ rows: 1, samples: 2 });
  });
});

describe('the newest sample', () => {
  it('is the one of the highest sequence number, not of the latest time', () => {
    const newest = new Newest();
    const set = (seq: number, t: number, v: number, q: number = GOOD): void =>
      newest.set(3, { t: Float64Array.of(t), bits: bitsOf(Float64Array.of(v)), q: Uint16Array.of(q) }, { i: 0, seq });
    set(5, 1_000, 50);
    set(4, 9_000, 40);
    expect([...newest.all().v]).toEqual([50]);
    set(6, 500, 60);
    expect([...newest.all().v]).toEqual([60]);
  });

  it('outlives a gap, which is remembered beside it', () => {
    journal.add({ seq: 1, at: 1, post: 1, samples: samplesOf([1], [NOVEMBER], [10]) });
    journal.add({ seq: 2, at: 2, post: 1, samples: samplesOf([1], [NOVEMBER + 1], [Number.NaN], NOT_RECORDED) });
    const newest = readNewest(db, journal, new Set([1]));
    expect([...newest.all().v]).toEqual([10]);
    expect(newest.qualityOf(1)).toBe(NOT_RECORDED);
  });

  it('is found without the whole journal, and not given up for tags that are in the project no more', () => {
    journal.add({ seq: 1, at: 1, post: 1, samples: samplesOf([1], [NOVEMBER], [10]) });
    for (let seq = 2; seq < 10; seq++) {
      journal.add({ seq, at: seq, post: 1, samples: samplesOf([7, 8], [NOVEMBER, NOVEMBER], [seq, seq]) });
    }
    expect(readNewest(db, journal, new Set([1])).has(1)).toBe(true);
  });
});
