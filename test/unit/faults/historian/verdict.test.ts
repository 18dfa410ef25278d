/** The judge of the fault runs: it must see every kind of wrong, else a run without findings proves nothing. */
import { describe, expect, it } from 'vitest';
import { readMarks } from '../../../faults/historian/acknowledgements.ts';
import { batchesOf, orderOf, sampleAt, TAG_COUNT, timeOf } from '../../../faults/historian/known-stream.ts';
import { type Found, type FoundSamples, judge, type Rules } from '../../../faults/historian/verdict.ts';

const BASE = 1_790_000_000_000;
const TICKS = 64;

/** What a perfect historian would hold after these ticks. */
function perfect(ticks: readonly number[]): FoundSamples[] {
  const rows = Array.from(
    { length: TAG_COUNT },
    () => [] as { t: number; v: number; q: number; seq: number; text?: string }[],
  );
  for (const b of ticks) {
    for (const batch of batchesOf(BASE, b)) {
      for (const [i, k] of batch.handles.entries()) {
        const text = batch.exact?.get(i);
        rows[k]?.push({
          t: batch.t[i] ?? 0,
          v: batch.v[i] ?? 0,
          q: batch.q[i] ?? 0,
          seq: b + 1,
          ...(text === undefined ? {} : { text: String(text) }),
        });
      }
    }
  }
  return rows.map(samples => {
    const sorted = samples.toSorted((a, b) => a.t - b.t);
    return {
      t: Float64Array.from(sorted, s => s.t),
      v: Float64Array.from(sorted, s => s.v),
      q: Uint16Array.from(sorted, s => s.q),
      seq: Float64Array.from(sorted, s => s.seq),
      exact: new Map(sorted.flatMap((s, i) => (s.text === undefined ? [] : [[i, s.text] as const]))),
    };
  });
}

const ALL = Array.from({ length: TICKS }, (_, b) => b);
/** 25 ms apart; the first half acknowledged. */
const SHEET = `start\nopen\n${ALL.map(b => `tick ${b} ${b * 25}\n`).join('')}flushed 31\nasked 1\ndurable 1\nasked 2\n`;

/** Then another one opened, and said so. */
const SAID = 'start\nopen\ntold lost\n';
const TOLD = SHEET + SAID;

/** Time of the sample that was handed over last. */
const newestOf = (tags: readonly FoundSamples[]): (number | null)[] =>
  tags.map(({ t, seq }) => {
    const best = seq.indexOf(Math.max(...seq));
    return t[best] ?? null;
  });

const found = (change: Partial<Found> = {}): Found => ({
  tags: perfect(ALL),
  newest: newestOf(change.tags ?? perfect(ALL)),
  events: [1, 2],
  unread: [],
  unaccounted: 0,
  damage: [],
  ...change,
});
const verdict = (change: Partial<Found> = {}, sheet = SHEET, owed: Rules['owed'] = 'all') =>
  judge(readMarks(sheet), found(change), { base: BASE, isTold: line => line.includes('lost'), owed });

/** Tag 1 changed. */
function tagOne(change: (one: FoundSamples) => FoundSamples): Partial<Found> {
  return { tags: perfect(ALL).map((samples, k) => (k === 1 ? change(samples) : samples)) };
}

describe('the stream of the fault runs', () => {
  it('has one time for each sample, and each sample in one tick', () => {
    for (let k = 0; k < TAG_COUNT; k++) {
      const numbers = new Set(ALL.map(b => orderOf(k, b)));
      expect(numbers.size).toBe(TICKS);
      for (const b of ALL) {
        expect(sampleAt(BASE, timeOf(BASE, k, b))).toBe(b);
        expect(orderOf(k, orderOf(k, b))).toBe(b);
      }
    }
  });

  it('sends some samples out of order', () => {
    const late = batchesOf(BASE, 4).flatMap(batch =>
      [...batch.handles].filter((k, i) => batch.t[i] !== timeOf(BASE, k, 4)),
    );
    expect(late).toHaveLength(20);
  });
});

describe('the judge', () => {
  it('finds nothing wrong with what is right', () => {
    expect(verdict()).toMatchObject({
      lost: 0,
      duplicated: 0,
      corrupt: 0,
      problems: [],
      youngLost: 0,
      samples: TICKS * TAG_COUNT,
    });
  });

  it('does not owe the last second, but wants to hear of it', () => {
    const half = perfect(ALL.slice(0, 32));
    expect(verdict({ tags: half })).toMatchObject({ lost: 1, youngLost: 32 * TAG_COUNT, youngLostMs: 31 * 25 });
    expect(verdict({ tags: half }, TOLD)).toMatchObject({ lost: 0, corrupt: 0 });
  });

  it('misses what was acknowledged, or was older than a second', () => {
    expect(verdict({ tags: perfect(ALL.filter(b => b !== 31)) }).lost).toBe(TAG_COUNT);
    const late = SHEET.replace('flushed 31', `tick 64 ${32 * 25 + 1_001}`);
    expect(verdict({ tags: perfect(ALL.filter(b => b !== 32)) }, late).lost).toBeGreaterThanOrEqual(TAG_COUNT);
    const peace = `${SHEET}stopped\n`;
    expect(verdict({ tags: perfect(ALL.filter(b => b !== 63)) }, peace).lost).toBe(TAG_COUNT);
  });

  it('sees a wrong bit, quality, time, text and order', () => {
    const changed = (change: (one: FoundSamples) => void) => verdict(tagOne(one => (change(one), one))).corrupt;
    expect(changed(one => void (one.v[5] = (one.v[5] ?? 0) + 1))).toBe(1);
    expect(changed(one => void (one.q[5] = 7))).toBe(1);
    expect(changed(one => void (one.t[5] = (one.t[5] ?? 0) + 0.25))).toBe(1);
    expect(changed(one => void (one.seq[5] = 1_000))).toBeGreaterThan(0);
    expect(verdict(tagOne(one => ({ ...one, exact: new Map([[3, 'x']]) }))).corrupt).toBe(1);
  });

  it('sees a sample twice, and one that nobody recorded', () => {
    const twice = (one: FoundSamples): FoundSamples => ({
      t: Float64Array.of(...one.t, one.t[9] ?? 0),
      v: Float64Array.of(...one.v, one.v[9] ?? 0),
      q: Uint16Array.of(...one.q, one.q[9] ?? 0),
      seq: Float64Array.of(...one.seq, 99),
      exact: one.exact,
    });
    expect(verdict(tagOne(twice))).toMatchObject({ duplicated: 1, corrupt: 0 });
    expect(verdict({ tags: perfect([...ALL, 200]) }).corrupt).toBe(TAG_COUNT);
  });

  it('misses an event that was said to be durable, and sees one that is there twice, invented or out of order', () => {
    expect(verdict({ events: [1] }).lost).toBe(0);
    expect(verdict({ events: [2] }).lost).toBe(1);
    expect(verdict({ events: [1, 2, 2] }).duplicated).toBe(1);
    expect(verdict({ events: [1, 2, 3] }).corrupt).toBe(1);
    expect(verdict({ events: [2, 1] }).corrupt).toBe(1);
  });

  it('owes after a disk that took nothing only what was acknowledged, and after damage only the truth', () => {
    const late = SHEET.replace('flushed 31', `tick 64 ${32 * 25 + 1_001}`).replace('tick 32', 'flushed 31\ntick 32');
    const without = (tick: number) => ({ tags: perfect(ALL.filter(b => b !== tick)) });
    expect(verdict(without(5), `${late}${SAID}`, 'acknowledged').lost).toBe(TAG_COUNT);
    expect(verdict(without(32), SHEET, 'told').lost).toBe(1);
    expect(verdict({ ...without(5), events: [] }, TOLD, 'told').lost).toBe(0);
    expect(verdict({ events: [] }, SHEET, 'told').lost).toBe(1);
  });

  it('follows the order in which ticks were handed over, not their times', () => {
    const sheet = `start\n${[40, 41, 0, 1].map((b, i) => `tick ${b} ${i * 25}\n`).join('')}flushed 0\n`;
    const tags = perfect([0, 1, 40, 41]).map(one => ({ ...one, seq: one.seq.map(seq => (seq > 20 ? 1 : 2)) }));
    const only = { tags, events: [], told: [] };
    expect(verdict(only, sheet)).toMatchObject({ lost: 0, corrupt: 0 });
    expect(verdict({ ...only, tags: perfect([0, 1, 40, 41]) }, sheet).corrupt).toBeGreaterThan(0);
    expect(verdict({ ...only, tags: perfect([0, 1, 40]) }, sheet).lost).toBe(TAG_COUNT);
  });

  it('wants each loss told by the program that opens next', () => {
    const second = ALL.slice(0, 32)
      .map(b => `tick ${b + 64} ${9e6 + b * 25}\n`)
      .join('');
    const sheet = `${SHEET}start\nopen\n%${second}start\nopen\ntold lost\n`;
    const tags = perfect([...ALL.slice(0, 32), ...ALL.slice(0, 31).map(b => b + 64)]);
    expect(verdict({ tags }, sheet.replace('%', 'told lost\n')).lost).toBe(0);
    expect(verdict({ tags }, sheet.replace('%', '')).lost).toBe(1);
  });

  it('takes what cannot be read for damage, unless somebody damaged the files', () => {
    const unread = ['K-001 cannot be read'];
    expect(verdict({ unread }).corrupt).toBe(1);
    expect(verdict({ unread }, SHEET, 'told').corrupt).toBe(0);
  });

  it('sees a newest value that is not the newest', () => {
    expect(verdict({ newest: newestOf(perfect(ALL.slice(0, 63))) }).stale).toBe(TAG_COUNT);
  });

  it('lets the newest value outlive its file when that was damaged, but not be older than what is left', () => {
    const half = perfect(ALL.slice(0, 32));
    expect(verdict({ tags: half, newest: newestOf(perfect(ALL)) }, TOLD, 'told').stale).toBe(0);
    expect(verdict({ tags: half, newest: newestOf(perfect(ALL.slice(0, 31))) }, TOLD, 'told').stale).toBe(TAG_COUNT);
    const invented = newestOf(perfect(ALL)).map(t => (t ?? 0) + 0.5);
    expect(verdict({ tags: half, newest: invented }, TOLD, 'told').stale).toBe(TAG_COUNT);
  });

  it('sees damage and values unaccounted for', () => {
    expect(verdict({ damage: ['page 7'], unaccounted: 3 }).corrupt).toBe(2);
  });
});
