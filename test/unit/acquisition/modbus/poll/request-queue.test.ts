/** What waits for its turn, against a list that is sorted anew each time. */
import { describe, expect, it } from 'vitest';
import { RequestQueue } from '../../../../../main/acquisition/drivers/modbus/poll/request-queue.ts';
import { randomOf } from '../../../support/samples.ts';

interface Entry {
  readonly id: number;
  readonly deadline: number;
}

describe('RequestQueue', () => {
  it('gives out the read with the earliest deadline that may be sent, whatever is put in and taken out (seeds 1 – 300)', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed);
      const whole = (below: number): number => Math.floor(random() * below);
      const queue = new RequestQueue<Entry, Entry>();
      let reads: Entry[] = [];
      let writes: Entry[] = [];
      for (let id = 0; id < 120; id++) {
        const entry = { id, deadline: whole(40) };
        // Each time other requests may be sent, as on a line that owes answers.
        const [modulus, rest] = [1 + whole(4), whole(4)];
        const maySend = (e: Entry): boolean => e.id % modulus !== rest;
        const dice = random();
        if (dice < 0.5) {
          queue.addRead(entry);
          reads.push(entry);
        } else if (dice < 0.6) {
          queue.addWrite(entry);
          writes.push(entry);
        } else if (dice < 0.85) {
          const allowed = reads.filter(maySend);
          const taken = queue.takeRead(maySend);
          expect(taken?.deadline, `seed ${seed}`).toBe(
            allowed.length === 0 ? undefined : Math.min(...allowed.map(r => r.deadline)),
          );
          if (taken !== undefined) expect(allowed).toContain(taken);
          reads = reads.filter(r => r !== taken);
        } else if (dice < 0.98) {
          const first = writes.find(maySend);
          expect(queue.takeWrite(maySend), `seed ${seed}`).toBe(first);
          writes = writes.filter(w => w !== first);
        } else {
          expect(queue.clearReads().toSorted((a, b) => a.id - b.id)).toEqual(reads.toSorted((a, b) => a.id - b.id));
          reads = [];
        }
        expect(queue.size).toBe(reads.length + writes.length);
        expect(queue.hasWrites).toBe(writes.length > 0);
        expect(queue.nextWriteDeadline).toBe(writes.length === 0 ? null : Math.min(...writes.map(w => w.deadline)));
      }
      expect(queue.clearWrites()).toEqual(writes);
      expect(queue.clearWrites()).toEqual([]);
    }
  });

  it('gives out all reads by deadline', () => {
    const queue = new RequestQueue<Entry, Entry>();
    const random = randomOf(9);
    const deadlines = Array.from({ length: 500 }, () => Math.floor(random() * 1_000));
    deadlines.forEach((deadline, id) => queue.addRead({ id, deadline }));
    const taken = deadlines.map(() => queue.takeRead(() => true)?.deadline);
    expect(taken).toEqual(deadlines.toSorted((a, b) => a - b));
    expect(queue.takeRead(() => true)).toBeUndefined();
  });

  it('gives out writes in the order asked, not by deadline', () => {
    const queue = new RequestQueue<Entry, Entry>();
    for (const [id, deadline] of [9, 1, 5].entries()) queue.addWrite({ id, deadline });
    expect(queue.takeWrite(e => e.id !== 0)?.id).toBe(1);
    expect([queue.takeWrite(() => true)?.id, queue.takeWrite(() => true)?.id]).toEqual([0, 2]);
    expect(queue.takeWrite(() => true)).toBeUndefined();
  });

  it('asks about each read at most once when it gives one out, the earliest first', () => {
    const queue = new RequestQueue<Entry, Entry>();
    for (const [id, deadline] of [3, 1, 2, 4].entries()) queue.addRead({ id, deadline });
    const asked: number[] = [];
    queue.takeRead(e => {
      asked.push(e.deadline);
      return e.deadline === 3;
    });
    expect(asked).toEqual([1, 2, 3]);
    expect(queue.size).toBe(3);
  });
});
