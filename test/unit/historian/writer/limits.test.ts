/** The bounds of the writer's memory, what the reserve gives, and a seal that cannot answer for every sample. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FromWriter } from '../../../../main/historian/messages.ts';
import { bitsOf } from '../../../../main/historian/sample-bits.ts';
import { type Added, ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { Newest } from '../../../../main/historian/writer/newest.ts';
import { Reserve } from '../../../../main/historian/writer/reserve.ts';
import { SealJob } from '../../../../main/historian/writer/seal-job.ts';
import { Sealing } from '../../../../main/historian/writer/sealing.ts';
import { Tail } from '../../../../main/historian/writer/tail.ts';
import { openStationState } from '../../../../main/historian/writer/writer-state.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { tagNo } from '../../../kit/month-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3);
const MB = 1_048_576;

/** As full as the test says. */
class FilledTail extends Tail {
  said: number | null = null;

  override get total(): number {
    return this.said ?? super.total;
  }
}

/** Says of each call that one sample less than there was is stored. */
class LosingStore extends ChunkStore {
  override add(...given: Parameters<ChunkStore['add']>): Added {
    const added = super.add(...given);
    return { ...added, stored: added.stored - 1 };
  }
}

function arrive(tail: Tail, count: number): void {
  const v = Float64Array.from({ length: count }, (_, i) => i);
  const from = { t: v.map(i => T0 + i * 1_000), bits: bitsOf(v), q: new Uint16Array(count).fill(GOOD) };
  tail.add(
    new Uint32Array(count).fill(1),
    from,
    v.map(i => i + 1),
  );
}

/** Bounded, because a seal that is due again at once would never end. */
function work(sealing: Sealing): void {
  for (let step = 0; step < 100 && sealing.hasWork; step++) sealing.step();
}

function setUp({ store: given }: { store?: (folder: string) => ChunkStore } = {}) {
  const folder = folderOf();
  const state = openStationState({
    ...{ folder, monthFolder: folder },
    tags: [{ name: 'T-1', class: 'AI', interpolation: 'sloped' }],
    onSetAside: () => undefined,
  });
  // The numbers that `arrive` gives are in use.
  state.sequence.reserve(1_000);
  for (let i = 0; i < 1_000; i++) state.sequence.next();
  const tail = new FilledTail();
  const store = (given ?? ((at: string) => new ChunkStore(at)))(folder);
  const sent: FromWriter[] = [];
  const sealing = new Sealing({
    ...{ tail, store, newest: new Newest() },
    tagOf: id => ({ chunk: tagNo(id), policy: { kind: 'all' } }),
    state: () => state,
    aliveAt: () => T0,
    lastPost: () => 0,
    send: message => sent.push(message),
  });
  const end = (): void => {
    store.close();
    state.db.close();
  };
  return { tail, sealing, store, sent, end };
}

describe('the memory of the writer', () => {
  it('is sealed early from 4 million samples on, beside what the last seal has carried over', () => {
    const { tail, sealing, end } = setUp();
    tail.said = 3_999_999;
    expect(sealing.hasWork).toBe(false);
    tail.said = 4_000_000;
    expect(sealing.hasWork).toBe(true);
    // Few samples: the seal carries them over, and they are no reason for another one.
    tail.said = null;
    arrive(tail, 100);
    tail.said = 4_000_000;
    work(sealing);
    tail.said = 7_999_999;
    expect(sealing.hasWork).toBe(false);
    tail.said = 8_000_000;
    expect(sealing.hasWork).toBe(true);
    end();
  });

  it('takes no more from 16 million samples on while the files take nothing, and only then', () => {
    const { tail, sealing, end } = setUp();
    tail.said = 16_000_000;
    expect(sealing.isOverfull).toBe(false);
    sealing.pause(new Error('EIO'));
    expect(sealing.isOverfull).toBe(true);
    tail.said = 15_999_999;
    expect(sealing.isOverfull).toBe(false);
    end();
  });
});

describe('a seal', () => {
  it('tells how many samples no file and no policy answers for', () => {
    const { tail, sealing, sent, end } = setUp({ store: folder => new LosingStore(folder) });
    arrive(tail, 300);
    sealing.order(1);
    work(sealing);
    expect(sent).toEqual([{ kind: 'sealed', id: 1, samples: 300, unaccounted: 1 }]);
    end();
  });

  it('counts one that the policy left out, and one that was in the file before, as answered for', () => {
    const { store, end } = setUp();
    const policy = { kind: 'compress', deviation: 1, maxIntervalMs: 3_600_000 } as const;
    const tagOf = (id: number) => ({ chunk: tagNo(id), policy });
    const order = { through: 300, isComplete: true, now: T0 };
    for (let again = 0; again < 2; again++) {
      // The second time as after a restart: the mark of the file alone tells.
      const own = new Tail();
      arrive(own, 300);
      const job = new SealJob({ tail: own, store, tagOf, newest: new Newest() }, order);
      while (!job.step());
      expect(job).toMatchObject({ sealed: 300, unaccounted: 0 });
    }
    end();
  });
});

describe('the reserve', () => {
  it('is made in pieces of real bytes, goes on where it was, and is gone when it is given up', () => {
    const file = join(folderOf(), 'reserve');
    const reserve = new Reserve(file, 2.5 * MB);
    expect([reserve.bytes, reserve.isWhole]).toEqual([0, false]);
    expect([reserve.grow(), reserve.grow()]).toEqual([false, false]);
    const next = new Reserve(file, 2.5 * MB);
    expect(next.bytes).toBe(2 * MB);
    expect([next.grow(), next.isWhole, next.bytes]).toEqual([true, true, 2.5 * MB]);
    // A hole would reserve nothing.
    expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(2.5 * MB);
    next.release();
    expect([existsSync(file), next.bytes, next.isWhole]).toEqual([false, 0, false]);
    expect(next.grow()).toBe(false);
  });
});
