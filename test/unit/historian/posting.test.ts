/** Samples between the tag table and the disk: bounded, counted, sent again, and no number of them unaccounted for. */
import { describe, expect, it } from 'vitest';
import type { SamplePost } from '../../../main/historian/messages.ts';
import { Posting } from '../../../main/historian/posting.ts';
import { CLOCK_FAULT, GOOD } from '../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../shared/model/tag.ts';
import { HandClock } from '../support/hand-clock.ts';

function setUp(recorded: readonly number[] = [1, 1, 1]) {
  const sent: SamplePost[] = [];
  let losses = 0;
  const clock = new HandClock();
  const posting = new Posting(
    { isRecorded: Uint8Array.from(recorded), clock, post: p => sent.push(p), onLoss: () => losses++ },
    0,
  );
  return { posting, sent, clock, losses: () => losses };
}

function batch(handles: readonly number[], parts: Partial<SampleBatch> = {}): SampleBatch {
  return {
    handles: Uint32Array.from(handles),
    t: new Float64Array(handles.length).fill(1_000),
    v: Float64Array.from(handles, h => h + 0.5),
    q: new Uint16Array(handles.length).fill(GOOD),
    ...parts,
  };
}

const balance = (posting: Posting): number => {
  const { offered, stored, pending, lost } = posting.counts;
  return offered - stored - pending - lost;
};

describe('posting', () => {
  it('gathers batches into one post and leaves out what is not logged, with its texts in their places', () => {
    const { posting, sent } = setUp([1, 0, 1]);
    posting.record(
      batch([0, 1, 2], {
        exact: new Map([
          [1, 'no'],
          [2, 'yes'],
        ]),
      }),
    );
    posting.record(batch([2]));
    posting.record(batch([1]));
    posting.post();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      id: 1,
      count: 3,
      handles: Uint32Array.of(0, 2, 2),
      v: Float64Array.of(0.5, 2.5, 2.5),
    });
    expect(sent[0]?.exact).toEqual(new Map([[1, 'yes']]));
    posting.post();
    expect(sent).toHaveLength(1);
  });

  it('does not keep the arrays of the table', () => {
    const { posting, sent } = setUp();
    const given = batch([0, 1]);
    posting.record(given);
    given.v.fill(-1);
    posting.post();
    expect(sent[0]?.v).toEqual(Float64Array.of(0.5, 1.5));
  });

  it('leaves what it has posted alone until it is durable, then uses the memory again', () => {
    const { posting, sent } = setUp();
    const large = (value: number): SampleBatch =>
      batch(new Array<number>(5_000).fill(1), { v: new Float64Array(5_000).fill(value) });
    for (const value of [1, 2, 3]) {
      posting.record(large(value));
      posting.post();
    }
    posting.record(large(4));
    expect(sent.map(({ v }) => v[4_999])).toEqual([1, 2, 3]);
    posting.committed(3, 15_000);
    posting.post();
    for (const value of [5, 6]) {
      posting.record(large(value));
      posting.post();
    }
    expect(sent.slice(3).map(({ v }) => v[4_999])).toEqual([4, 5, 6]);
    const used = new Set(sent.slice(0, 3).map(({ v }) => v.buffer));
    expect(sent.slice(4).every(({ v }) => used.has(v.buffer))).toBe(true);
  });

  it('does not hold much memory for the few samples of a post', () => {
    const { posting, sent } = setUp();
    posting.record(batch(new Array<number>(50_000).fill(1)));
    posting.post();
    for (let i = 0; i < 20; i++) {
      posting.record(batch([0]));
      posting.post();
    }
    const held = sent.slice(1).reduce((sum, { v }) => sum + v.buffer.byteLength, 0);
    expect(held).toBeLessThan(3_000_000);
  });

  it('counts a sample as stored when its post is durable, and lets who waits for it go on', async () => {
    const { posting } = setUp();
    posting.record(batch([0, 1]));
    let isFlushed = false;
    const flushed = posting.flushed().then(() => (isFlushed = true));
    posting.record(batch([2]));
    posting.post();
    await Promise.resolve();
    expect(isFlushed).toBe(false);
    expect(posting.counts).toEqual({ offered: 3, stored: 0, pending: 3, lost: 0 });
    posting.committed(1, 2);
    await flushed;
    expect(posting.counts).toEqual({ offered: 3, stored: 2, pending: 1, lost: 0 });
    posting.committed(2, 1);
    await posting.flushed();
    expect(balance(posting)).toBe(0);
  });

  it('sends again to a new writer what it does not have, once and in order', () => {
    const { posting, sent } = setUp();
    for (const h of [0, 1, 2]) {
      posting.record(batch([h]));
      posting.post();
    }
    sent.length = 0;
    posting.again({ last: 1, sealed: 0, samples: new Map([[1, 1]]) });
    expect(sent.map(post => post.id)).toEqual([2, 3]);
    expect(posting.counts).toMatchObject({ stored: 1, pending: 2 });
  });

  it('counts what a new writer says it has: sealed posts whole, others as they are in the journal', () => {
    const { posting } = setUp();
    for (const handles of [[0], [0, 1], [0, 1, 2]]) {
      posting.record(batch(handles));
      posting.post();
    }
    posting.again({ last: 3, sealed: 1, samples: new Map([[3, 2]]) });
    expect(posting.counts).toMatchObject({ stored: 1 + 0 + 2, pending: 0 });
    expect(balance(posting)).toBe(3);
  });

  it('invariant 4: gives the newest up when 4 million wait, says so once, and marks the gap by the station’s clock', () => {
    const { posting, sent, losses, clock } = setUp();
    const many = batch(new Array<number>(100_000).fill(0));
    for (let i = 0; i < 40; i++) posting.record(many);
    expect(posting.counts).toMatchObject({ pending: 4_000_000, lost: 0 });
    posting.record(batch([0], { t: Float64Array.of(77_000) }));
    posting.record(batch([1], { t: Float64Array.of(78_000) }));
    expect(posting.counts).toMatchObject({ pending: 4_000_000, lost: 2 });
    expect(losses()).toBe(1);
    posting.committed(39, 3_900_000);
    posting.record(batch([0]));
    posting.post();
    expect(sent.at(-1)).toMatchObject({ id: 41, count: 1, gapAt: clock.now() });
    expect(sent.at(-2)?.gapAt).toBeNull();
    expect(balance(posting)).toBe(0);
  });

  it('counts a time that no clock shows from now, and a good quality no longer as good', () => {
    const { posting, sent, clock } = setUp();
    posting.record(batch([0, 1], { t: Float64Array.of(Number.NaN, 5) }));
    posting.post();
    expect(sent[0]?.t).toEqual(Float64Array.of(clock.now(), 5));
    expect(sent[0]?.q).toEqual(Uint16Array.of(CLOCK_FAULT, GOOD));
  });
});
