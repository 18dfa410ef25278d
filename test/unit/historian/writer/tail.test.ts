/** What is not in month files yet comes back tag by tag as it came, whether it came in scans or one by one. */
import { beforeEach, describe, expect, it } from 'vitest';
import { bitsOf } from '../../../../main/historian/sample-bits.ts';
import { Tail } from '../../../../main/historian/writer/tail.ts';
import { WorkSpace } from '../../../../main/historian/writer/work-space.ts';
import { seededRandom } from '../../../kit/random.ts';

interface Kept {
  readonly t: number;
  readonly seq: number;
  readonly v: number;
  readonly q: number;
  readonly text: string | undefined;
}

const LAST = Number.POSITIVE_INFINITY;
const TAGS = 300;
/** More than two slabs. */
const COMMITS = 1_900;

let tail: Tail;
let kept: Map<number, Kept[]>;
beforeEach(() => {
  tail = new Tail();
  kept = new Map();
});

/** A commit of samples of the tags `ids`; each `stride` of them share a time. */
function arrive(
  ids: readonly number[],
  seq: number,
  { stride, withTexts = false }: { stride: number; withTexts?: boolean },
) {
  const t = Float64Array.from(ids, (_, i) => seq * 1_000 + Math.floor(i / stride));
  const v = Float64Array.from(ids, (id, i) => id + seq / 7 + i / 3);
  const q = Uint16Array.from(ids, id => 0x0200 + (id % 3));
  const exact = new Map(withTexts ? [[1, `of ${seq}`]] : []);
  tail.add(Uint32Array.from(ids), { t, q, exact, bits: bitsOf(v) }, seq);
  ids.forEach((id, i) => {
    const list = kept.get(id) ?? [];
    list.push({ t: t[i] ?? 0, seq, v: v[i] ?? 0, q: q[i] ?? 0, text: exact.get(i) });
    kept.set(id, list);
  });
}

function found(ids: readonly number[], through = LAST): Kept[][] {
  return tail.takeAll(ids, through, new WorkSpace()).map(({ t, seq, v, q, exact }) =>
    Array.from(t, (time, i) => ({
      t: time,
      seq: seq[i] ?? 0,
      v: v[i] ?? 0,
      q: q[i] ?? 0,
      text: exact?.get(i)?.toString(),
    })),
  );
}

const upTo = (id: number, through: number): Kept[] => (kept.get(id) ?? []).filter(({ seq }) => seq <= through);
const scan = Array.from({ length: TAGS }, (_, i) => i + 1);

describe('tail', () => {
  it('gives back the samples of scans, of many tags at once and of one alone', () => {
    for (let seq = 1; seq <= COMMITS; seq++) arrive(scan, seq, { stride: 100, withTexts: seq % 400 === 0 });
    expect(tail.total).toBe(TAGS * COMMITS);
    expect(tail.ids()).toEqual(scan);
    expect(found([1, 2, 300, 17])).toEqual([1, 2, 300, 17].map(id => upTo(id, LAST)));
    expect(found([150], 1_000)).toEqual([upTo(150, 1_000)]);
    expect(tail.count(150, 1_000)).toBe(1_000);
    expect(found([TAGS + 5])).toEqual([[]]);
  });

  it('gives back samples that came one by one, in no order of tags', () => {
    const random = seededRandom(3);
    for (let seq = 1; seq <= 4_000; seq++) {
      const ids = Array.from({ length: 80 }, () => 1 + Math.floor(random() * TAGS));
      arrive(ids, seq, { stride: 1, withTexts: seq % 500 === 0 });
    }
    expect(found([5, 6, 7])).toEqual([5, 6, 7].map(id => upTo(id, LAST)));
    expect(found([200], 77)).toEqual([upTo(200, 77)]);
  });

  it('keeps what came while a seal went on, and uses the memory of the rest again', () => {
    for (let round = 0; round < 3; round++) {
      const first = round * 2_000 + 1;
      for (let seq = first; seq < first + 1_000; seq++) arrive(scan, seq, { stride: 300 });
      const through = first + 999;
      tail.begin();
      for (let seq = through + 1; seq <= through + 1_000; seq++) arrive(scan.toReversed(), seq, { stride: 300 });
      for (const id of scan.slice(1)) {
        tail.drop(id, { count: tail.count(id, through), through });
        kept.set(
          id,
          (kept.get(id) ?? []).filter(({ seq }) => seq > through),
        );
      }
      tail.settle(through, [1]);
      expect(found([1, 2, 300])).toEqual([1, 2, 300].map(id => upTo(id, LAST)));
    }
    expect(tail.total).toBe([...kept.values()].reduce((sum, list) => sum + list.length, 0));
  });

  it('tells the newest sample of a tag first, with its text', () => {
    for (let seq = 1; seq <= 5; seq++) arrive(scan, seq, { stride: 300, withTexts: seq === 5 });
    const [newest] = tail.latest(2, LAST);
    expect(newest).toMatchObject({ seq: 5 });
    expect(newest?.from.exact?.get(newest.i)).toBe('of 5');
    const [older] = tail.latest(2, 3);
    expect(older).toMatchObject({ seq: 3 });
  });

  it('gives the samples of the latest time up to an instant, every version of them, whenever they came', () => {
    const rows = [
      [1, 100, 1],
      [1, 300, 2],
      [2, 200, 9],
      [1, 200, 3],
      [1, 200, 4],
      [1, 50, 5],
    ] as const;
    rows.forEach(([tag, t, v], i) => {
      const from = { t: Float64Array.of(t), bits: bitsOf(Float64Array.of(v)), q: Uint16Array.of(0x201) };
      tail.add(Uint32Array.of(tag), from, i + 1);
      // Each in a slab of its own.
      if (i % 2 === 1) tail.begin();
    });
    expect([...tail.takeAt(1, 250).v]).toEqual([3, 4]);
    expect([...tail.takeAt(1, 300).v]).toEqual([2]);
    expect([...tail.takeAt(1, 49).v]).toEqual([]);
    expect([...tail.takeAt(7, 300).v]).toEqual([]);
  });
});
