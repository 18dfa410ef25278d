/** Writes between two threads: times in one clock, one outcome each, and an honest word where the worker keeps silent. */
import { describe, expect, test } from 'vitest';
import { sharedMs } from '../../../../main/acquisition/drivers/opcua/messages.ts';
import { PendingCalls } from '../../../../main/acquisition/drivers/opcua/pending-calls.ts';
import { WriteBook } from '../../../../main/acquisition/drivers/opcua/write-book.ts';
import { HandClock } from '../../support/hand-clock.ts';

const guard = <A extends readonly unknown[]>(run: (...args: A) => void) => run;

function book(timeoutMs = 50) {
  const clock = new HandClock();
  const own = new WriteBook({ clock, guard }, timeoutMs);
  const posted: { id: number; deadlineAt: number }[] = [];
  const write = (leftMs: number) =>
    own.write({ handle: 1, raw: 5, deadline: clock.monotonic() + leftMs }, (id, deadlineAt) =>
      posted.push({ id, deadlineAt }),
    );
  return { own, clock, posted, write };
}

describe('write book', () => {
  test('hands over the deadline on the clock of both threads and answers with times on ours', async () => {
    const { own, clock, posted, write } = book();
    const before = sharedMs();
    const writing = write(1_000);
    const [order] = posted;
    expect(Math.abs((order?.deadlineAt ?? 0) - before - 1_000)).toBeLessThan(100);
    const now = sharedMs();
    own.settle(order?.id ?? 0, { ok: true, sentAt: now - 20, answeredAt: now });
    const result = await writing;
    expect(result.ok && (result.answeredAt ?? 0) - result.sentAt).toBeCloseTo(20, 3);
    expect(Math.abs((result.sentAt ?? 0) - clock.monotonic())).toBeLessThan(100);
    expect([own.writes, own.writeFailures]).toEqual([1, 0]);
  });

  test('sends nothing after the deadline', async () => {
    const { own, posted, write } = book();
    expect(await write(0)).toMatchObject({ ok: false, why: 'deadline', sentAt: null });
    expect([posted.length, own.writeFailures]).toEqual([0, 1]);
  });

  test('does not know what became of a write when the worker keeps silent or is gone', async () => {
    const { own, write } = book();
    const silent = await write(20);
    expect(silent).toMatchObject({ ok: false, why: 'unanswered' });
    expect(silent.sentAt).not.toBeNull();
    const lost = write(60_000);
    own.giveUp();
    expect(await lost).toMatchObject({ ok: false, why: 'unanswered' });
  });
});

describe('pending calls', () => {
  test('take the first answer and drop every other', async () => {
    const calls = new PendingCalls<string>(guard);
    let id = 0;
    const call = calls.call(
      60_000,
      () => 'late',
      given => {
        id = given;
      },
    );
    calls.settle(id + 1, 'of another');
    calls.settle(id, 'first');
    calls.settle(id, 'second');
    calls.giveUp();
    expect(await call).toBe('first');
  });
});
