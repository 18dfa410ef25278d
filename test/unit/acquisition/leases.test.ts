/** Who wants what read fast: gathered, told once, and over by itself when nobody asks for it any more. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LeaseBook } from '../../../main/acquisition/leases.ts';
import { systemClock } from '../../../main/platform/clock.ts';

const advance = (ms: number): void => void vi.advanceTimersByTime(ms);

describe('LeaseBook', () => {
  let book: LeaseBook;
  /** What was told, and when, ms since the start. */
  let told: (readonly [number, number[]])[];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    const startedAt = systemClock.monotonic();
    told = [];
    book = new LeaseBook(systemClock, hastened => {
      told.push([systemClock.monotonic() - startedAt, [...hastened].toSorted((a, b) => a - b)]);
    });
  });
  afterEach(() => {
    book.stop();
    vi.useRealTimers();
  });

  it('tells once what takers want who come in a burst', () => {
    book.take([1, 2], 10_000);
    advance(10);
    book.take([2, 3], 10_000);
    const lease = book.take([4], 10_000);
    lease.release();
    advance(20);
    expect(told).toEqual([[30, [1, 2, 3]]]);
  });

  it('ends a lease that is not renewed, and only that one', () => {
    book.take([1], 500);
    book.take([2], 900);
    advance(499);
    expect(told).toEqual([[30, [1, 2]]]);
    advance(31);
    expect(told.slice(1)).toEqual([[500, [2]]]);
    advance(1_000);
    expect(told.slice(2)).toEqual([[900, []]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('counts the whole time again from each renewal, and says nothing while nothing changes', () => {
    const lease = book.take([1], 500);
    for (let i = 0; i < 20; i++) {
      advance(400);
      lease.renew();
    }
    expect(told).toEqual([[30, [1]]]);
    advance(499);
    expect(told).toHaveLength(1);
    advance(31);
    expect(told[1]?.[1]).toEqual([]);
    expect(told[1]?.[0]).toBeLessThanOrEqual(8_000 + 500 + 30);
  });

  it('takes a lease up again that is renewed after it has run out', () => {
    const lease = book.take([1], 500);
    advance(1_000);
    lease.renew();
    advance(30);
    expect(told.map(([, handles]) => handles)).toEqual([[1], [], [1]]);
    advance(1_000);
    expect(told).toHaveLength(4);
  });

  it('lets a lease go at once when it is released, and does not renew it then', () => {
    const lease = book.take([1], 60_000);
    book.take([2], 60_000);
    advance(100);
    lease.release();
    lease.release();
    advance(30);
    expect(told.slice(1)).toEqual([[130, [2]]]);
    lease.renew();
    advance(100);
    expect(told).toHaveLength(2);
  });

  it('keeps a tag fast while somebody else still wants it', () => {
    const [first, second] = [book.take([1], 60_000), book.take([1], 60_000)];
    advance(100);
    first.release();
    advance(100);
    expect(told).toEqual([[30, [1]]]);
    second.release();
    advance(100);
    expect(told.map(([, handles]) => handles)).toEqual([[1], []]);
  });

  it('says nothing when one tag set takes the place of an equal one, and something when only the number is equal', () => {
    const first = book.take([1, 2], 60_000);
    advance(100);
    first.release();
    const second = book.take([2, 1], 60_000);
    advance(100);
    expect(told).toHaveLength(1);
    second.release();
    book.take([1, 3], 60_000);
    advance(100);
    expect(told.slice(1).map(([, handles]) => handles)).toEqual([[1, 3]]);
  });

  it('tells nothing more and leaves no timer after it has been stopped', () => {
    book.take([1], 500);
    advance(30);
    book.take([2], 500);
    book.stop();
    // A window that closes later than the station, or opens then.
    book.take([3], 500).renew();
    expect(vi.getTimerCount()).toBe(0);
    advance(1_000);
    expect(told).toEqual([[30, [1]]]);
  });
});
