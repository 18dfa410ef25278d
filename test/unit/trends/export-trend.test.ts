/** A trend as a file: what is read back is what is stored, bit by bit, in however many parts it came. */
import { constants, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rawSamples } from '../../../main/historian/query/raw-samples.ts';
import { parseCsv } from '../../../main/project/csv.ts';
import {
  exportTrend,
  MOST_CSV_ROWS,
  type TrendExportAsked,
  type TrendSource,
} from '../../../main/trends/export/export-trend.ts';
import type { AggregateSeries } from '../../../shared/model/history.ts';
import { COMM_LOSS, GOOD, NOT_RECORDED, quality } from '../../../shared/model/quality.ts';
import type { TrendFileCursor, TrendFilePart } from '../../../shared/rpc/trend-contract.ts';
import { cutHistory, randomHistory, T0, toSamples } from '../../kit/history-blocks.ts';
import { type FlatHistory, type FlatSample, flatRaw } from '../../kit/history-reference.ts';
import { seededRandom } from '../../kit/random.ts';

const STATION = { name: { zh: '门站', en: 'City gate' }, timeZone: 'Asia/Shanghai', demo: true };
const NOW = T0 + 90 * 86_400_000;
const pen = (tag: string) => ({ tag, definition: { description: { zh: '压力', en: 'Pressure, inlet' }, unit: 'MPa' } });

/** Answers with pages of a few samples. */
function sourceOf(histories: ReadonlyMap<string, FlatHistory>, pageOf: number): TrendSource {
  return {
    raw: (tag, query) => {
      const history = histories.get(tag);
      if (history === undefined) throw new Error(tag);
      const { samples, next } = rawSamples(
        cutHistory(history, i => i % 5 === 0),
        { ...query, limit: pageOf },
      );
      const { t, v, q, seq, exact } = samples;
      const texts = exact && [...exact].map(([i, value]) => [i, String(value)] as const);
      const origin = Uint8Array.from(t, (_, i) => i % 3);
      return Promise.resolve({ samples: { t, v, q, seq, ...(texts ? { exact: texts } : {}) }, origin, next });
    },
    aggregate: () => Promise.resolve([]),
  };
}

/** Rows of a part and of a workbook, so that files of some thousand rows come in parts. */
const FEW = { part: 4_000, sheet: 10_000 };

async function whole(source: TrendSource, asked: Partial<TrendExportAsked>, most?: typeof FEW) {
  const base = { filter: { from: T0, to: NOW }, format: 'csv', language: 'en', stepMs: null, pens: [] } as const;
  const parts: TrendFilePart[] = [];
  for (let after: TrendFileCursor | null = null; ; ) {
    const part = await exportTrend(
      { source, station: STATION, now: NOW, ...(most && { most }) },
      { ...base, ...asked, after },
    );
    parts.push(part);
    after = part.next;
    if (after === null) return { parts, text: Buffer.concat(parts.map(({ bytes }) => bytes)).toString('utf8') };
  }
}

/** All that is in a workbook as one text: its packed files, one after the other. */
function sheetOf(bytes: Uint8Array): string {
  const book = Buffer.from(bytes);
  let text = '';
  for (let at = book.indexOf('PK\u0003\u0004'); at >= 0; at = book.indexOf('PK\u0003\u0004', at + 4)) {
    const start = at + 30 + book.readUInt16LE(at + 26) + book.readUInt16LE(at + 28);
    text += inflateRawSync(book.subarray(start), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
  }
  return text;
}

/** Below the line of titles. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const rows = parseCsv(text).map(row => row.map(cell => cell.text));
  return rows.slice(rows.findIndex(([first]) => first === 'Time' || first === 'From') + 1);
}

const bits = (value: number): string => Buffer.from(Float64Array.of(value).buffer).toString('hex');
const NO_NUMBER = bits(Number.NaN);

/** What a file says of a sample, and what is stored of it, in one form. */
const readBack = (row: readonly string[]) => {
  const [iso = '', ms = '', tag = '', value = '', , , , word = ''] = row;
  // As a number is written, no other text is.
  const isNumber = value === '-0' || String(Number(value)) === value;
  return {
    tag,
    iso: Date.parse(iso),
    t: Number(ms),
    v: value === '' ? NO_NUMBER : isNumber ? bits(Number(value)) : value,
    q: Number(word),
  };
};
const kept = (tag: string, { t, v, q, exact }: FlatSample) => ({
  ...{ tag, iso: Math.floor(t), t, q },
  v: exact !== undefined ? String(exact) : Number.isNaN(v) ? NO_NUMBER : bits(v),
});

const history = (samples: readonly FlatSample[]): FlatHistory => ({
  ...{ samples, interpolation: 'sloped' },
  knownUntil: (samples.at(-1)?.t ?? T0) + 1,
});

describe('samples as CSV', () => {
  it('are read back bit by bit with quality, whatever they are and however they are paged', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const histories = new Map(['PT-1', 'FI-2'].map(tag => [tag, randomHistory(random)]));
      const filter = { from: T0 + 20, to: T0 + Math.floor(random() * 400_000) + 21 };
      const source = sourceOf(histories, 1 + Math.floor(random() * 9));
      const { text } = await whole(source, { filter, pens: [pen('PT-1'), pen('FI-2')] });
      const expected = [...histories].flatMap(([tag, all]) =>
        flatRaw(all, { ...filter, bounds: true }).map(sample => kept(tag, sample)),
      );
      expect(rowsOf(text).map(readBack), `seed ${seed}`).toEqual(expected);
    }
  });

  it('keep both zeros, the smallest and the largest, no number, gaps and large integers', async () => {
    const values = [
      0,
      -0,
      5e-324,
      -Number.MAX_VALUE,
      0.1 + 0.2,
      1 / 3,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      Number.NaN,
    ];
    const samples = values.map((v, i) => ({ t: T0 + i / 4, v, q: GOOD, seq: i }));
    const tail: FlatSample[] = [
      { t: T0 + 10, v: Number.NaN, q: COMM_LOSS, seq: 20 },
      { t: T0 + 11, v: Number.NaN, q: NOT_RECORDED, seq: 21 },
      { t: T0 + 12, v: -9e18, q: quality('uncertain', 'substituted'), seq: 22, exact: -9_007_199_254_740_993n },
      { t: T0 + 13, v: Number.NaN, q: GOOD, seq: 23, exact: '运行,"run"' },
    ];
    const all = [...samples, ...tail];
    const source = sourceOf(new Map([['PT-1', history(all)]]), 4);
    const rows = rowsOf((await whole(source, { pens: [pen('PT-1')] })).text);
    expect(rows.map(readBack)).toEqual(all.map(sample => kept('PT-1', sample)));
    expect(rows.slice(-4).map(row => row.slice(5))).toEqual([
      ['bad', 'communication lost', String(COMM_LOSS), 'brought in later'],
      ...[expect.anything(), expect.anything(), expect.anything()],
    ]);
  });

  it('say above them whose they are, of when, which pens, and that a demo is one', async () => {
    const source = sourceOf(new Map([['PT-1', history([{ t: T0, v: 1, q: GOOD, seq: 1 }])]]), 9);
    const { text, parts } = await whole(source, { pens: [pen('PT-1')], filter: { from: T0, to: T0 + 86_400_000 } });
    expect(text.codePointAt(0)).toBe(0xfeff);
    expect(parts[0]?.name).toMatch(/^trend-20270115-20270116\.csv$/);
    const head = Object.fromEntries(parseCsv(text).map(row => [row[0]?.text, row[1]?.text]));
    expect(head).toMatchObject({
      Station: 'City gate',
      Period: '2027-01-15T16:00:00.000+08:00 … 2027-01-16T16:00:00.000+08:00',
      'Pen 1': 'PT-1 · Pressure, inlet · MPa',
      'Time zone': 'Asia/Shanghai',
    });
    expect(head['Note']).toContain('simulated');
  });

  it('come in parts that are one file, none of them large', async () => {
    const many = Array.from({ length: 9_000 }, (_, i) => ({ t: T0 + i, v: i / 7, q: GOOD, seq: i }));
    const flat = toSamples(many);
    const source: TrendSource = {
      raw: (_tag, { after }) => {
        const from = after === undefined ? 0 : after.t - T0 + 1;
        const to = Math.min(many.length, from + 1_000);
        const cut = {
          t: flat.t.slice(from, to),
          v: flat.v.slice(from, to),
          q: flat.q.slice(from, to),
          seq: flat.seq.slice(from, to),
        };
        const next = to < many.length ? { t: T0 + to - 1, taken: 1 } : null;
        return Promise.resolve({ samples: cut, origin: new Uint8Array(to - from), next });
      },
      aggregate: () => Promise.resolve([]),
    };
    const { parts, text } = await whole(source, { pens: [pen('PT-1'), pen('PT-2')] }, FEW);
    expect(parts.map(({ rows, isCut }) => [rows, isCut])).toEqual([...Array(4).fill([4_000, false]), [2_000, false]]);
    const rows = rowsOf(text);
    expect(rows.length).toBe(18_000);
    expect(readBack(rows.at(-1) ?? [])).toEqual(kept('PT-2', { t: T0 + 8_999, v: 8_999 / 7, q: GOOD, seq: 0 }));
    const book = await exportTrend(
      { source, station: STATION, now: NOW, most: FEW },
      {
        filter: { from: T0, to: NOW },
        format: 'xlsx',
        language: 'zh',
        stepMs: null,
        pens: [pen('PT-1'), pen('PT-2')],
        after: null,
      },
    );
    expect([book.rows, book.isCut, book.next]).toEqual([10_000, true, null]);
    expect(sheetOf(book.bytes)).toContain('还有更多记录未导出');
  });
});

describe('a file that cannot take all rows', () => {
  const all = Array.from({ length: 40 }, (_, i) => ({ t: T0 + i, v: i, q: GOOD, seq: i }));
  const more = /^There are more rows than these/;

  it('says so beneath the last of them, and has no next part', async () => {
    const source = sourceOf(new Map([['PT-1', history(all)]]), 10);
    const filled: TrendFileCursor = { rows: MOST_CSV_ROWS - 25, pen: 0, at: T0 + 4, taken: 1 };
    const part = await exportTrend(
      { source, station: STATION, now: NOW },
      {
        filter: { from: T0, to: NOW },
        format: 'csv',
        language: 'en',
        stepMs: null,
        pens: [pen('PT-1')],
        after: filled,
      },
    );
    expect([part.rows, part.isCut, part.next]).toEqual([25, true, null]);
    const rows = parseCsv(Buffer.from(part.bytes).toString('utf8')).map(row => row.map(cell => cell.text));
    expect(rows).toHaveLength(26);
    expect(rows.at(-1)?.[0]).toMatch(more);
  });

  it('says nothing of the kind when the last row still had its place', async () => {
    const source = sourceOf(new Map([['PT-1', history(all)]]), 10);
    const { parts, text } = await whole(source, { pens: [pen('PT-1')] }, { part: 4_000, sheet: 40 });
    expect([parts.length, parts[0]?.isCut]).toEqual([1, false]);
    expect(rowsOf(text)).toHaveLength(40);
    const book = await exportTrend(
      { source, station: STATION, now: NOW, most: { part: 4_000, sheet: 40 } },
      { filter: { from: T0, to: NOW }, format: 'xlsx', language: 'zh', stepMs: null, pens: [pen('PT-1')], after: null },
    );
    expect([book.rows, book.isCut]).toEqual([40, false]);
    expect(sheetOf(book.bytes)).not.toContain('还有更多记录');
  });
});

describe('steps as CSV', () => {
  it('are a row each, in steps of whole length over all parts, with the quality of the average', async () => {
    const asked: { from: number; to: number }[] = [];
    const source: TrendSource = {
      raw: () => Promise.reject(new Error('not samples')),
      aggregate: ({ tags, aggregates, steps }) => {
        asked.push(steps);
        const count = Math.ceil((steps.to - steps.from) / steps.stepMs);
        const series = (tag: string, aggregate: AggregateSeries['aggregate']): AggregateSeries => ({
          ...{ tag, aggregate, from: steps.from, stepMs: steps.stepMs },
          v: Float64Array.from({ length: count }, (_, i) =>
            tag === 'B' && i === 1 ? Number.NaN : steps.from - T0 + i,
          ),
          // Of B only every other step is good.
          q: Uint16Array.from({ length: count }, (_, i) => (tag === 'B' && i % 2 === 1 ? COMM_LOSS : GOOD)),
          percentGood: Float64Array.from({ length: count }, (_, i) => (tag === 'B' && i % 2 === 1 ? 12.5 : 100)),
        });
        return Promise.resolve(tags.flatMap(tag => aggregates.map(aggregate => series(tag, aggregate))));
      },
    };
    const filter = { from: T0, to: T0 + 50_000 * 1_000 };
    const { text } = await whole(source, { filter, stepMs: 1_000, pens: [pen('A'), { tag: 'B', definition: null }] });
    const rows = rowsOf(text);
    expect([rows.length, asked.length]).toEqual([50_000, 2]);
    expect(asked.map(({ from, to }) => (to - from) % 1_000)).toEqual([0, 0]);
    expect(rows[1]?.slice(1)).toEqual(['1', '1', '1', 'good', '100', '', '', '', 'bad', '12.5']);
    expect(rows.slice(0, 4).map(row => row.slice(9))).toEqual([
      ['good', '100'],
      ['bad', '12.5'],
      ['good', '100'],
      ['bad', '12.5'],
    ]);
    const titles = parseCsv(text)
      .find(([first]) => first?.text === 'From')
      ?.map(cell => cell.text);
    expect(titles?.slice(0, 6)).toEqual([
      'From',
      'A average [MPa]',
      'A least [MPa]',
      'A greatest [MPa]',
      'A quality',
      'A good %',
    ]);
  });
});
