/** The demo's past reaches the historian whole, once, and at a pace that leaves the station alone. */
import { setImmediate } from 'node:timers/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { ImportMessage, ImportReply } from '../../../../main/historian/import-messages.ts';
import { DemoRun } from '../../../../main/simulator/history/demo-run.ts';
import { ImportSender, missingOf } from '../../../../main/simulator/history/import-sender.ts';
import { loadFor, produce } from '../../../../main/simulator/history/production.ts';
import { pastOf, type Stored, store, threeHours } from './month.ts';

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

type Answer = (id: number, samples: number) => ImportReply;
const stored: Answer = (id, samples) => ({ kind: 'stored', id, samples });

/** A historian that keeps what it says it stored. */
function historian(answer: Answer = stored) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const kept = new Map<string, Stored>();
  const seen = { batches: 0, isEnded: false };
  port2.on('message', (message: ImportMessage) => {
    if (message.kind === 'end') {
      seen.isEnded = true;
      return;
    }
    seen.batches += 1;
    const reply = answer(message.id, message.t.length * message.columns.length);
    if (reply.kind === 'stored') store(kept, message);
    port2.postMessage(reply);
  });
  return { port: port1, far: port2, kept, seen };
}

const { from, to } = threeHours;
const reachedBy = (kept: Map<string, Stored>) => new Map([...kept].map(([tag, { t }]) => [tag, t.at(-1) ?? 0]));

async function run(sender: ImportSender): Promise<void> {
  await produce({
    run: new DemoRun(threeHours),
    from,
    to,
    load: loadFor(2),
    send: batch => sender.send(batch),
    rest: () => Promise.resolve(),
    onProgress: () => undefined,
    now: () => performance.now(),
  });
}

const never = new AbortController().signal;

describe('the production of the past', () => {
  it('stores all of it', async () => {
    const { port, kept } = historian();
    await run(new ImportSender({ port, reached: new Map(), signal: never }));
    expect(kept).toEqual(pastOf(threeHours));
  });

  it.each([
    1, 5, 20, 30,
  ])('goes on after an interruption at batch %i without a gap and without a duplicate', async last => {
    const stop = new AbortController();
    const first = historian((id, samples) => {
      if (id === last) setTimeout(() => stop.abort());
      return stored(id, samples);
    });
    await expect(
      run(new ImportSender({ port: first.port, reached: new Map(), signal: stop.signal })),
    ).rejects.toThrow();
    const samples = [...first.kept.values()].reduce((sum, { t }) => sum + t.length, 0);
    expect(samples).toBeGreaterThan(0);

    const second = historian();
    for (const [tag, past] of first.kept) second.kept.set(tag, structuredClone(past));
    const sender = new ImportSender({ port: second.port, reached: reachedBy(first.kept), signal: never });
    await run(sender);
    const all = pastOf(threeHours);
    expect(second.kept.size).toBe(all.size);
    for (const [tag, past] of all) expect(second.kept.get(tag), tag).toEqual(past);
    expect(samples + sender.samples).toBe([...all.values()].reduce((sum, { t }) => sum + t.length, 0));
  });

  it('may keep a core busy where the station has others, and leaves it rest where it has not', () => {
    expect([1, 2, 4, 16].map(loadFor)).toEqual([0.6, 0.6, 0.95, 0.95]);
  });

  it('uses at most six tenths of a core of two, in slices of at most 20 ms, and tells how far it is once a second', async () => {
    let now = 0;
    let worked = 0;
    let rested = 0;
    let longest = 0;
    let slice = 0;
    const told: number[] = [];
    const real = new DemoRun(threeHours);
    const busy = {
      get at() {
        return real.at;
      },
      get isDone() {
        return real.isDone;
      },
      advance() {
        now += 4;
        worked += 4;
        slice += 4;
        return real.advance();
      },
      finish: () => real.finish(),
    };
    await produce({
      run: busy,
      from,
      to,
      load: loadFor(2),
      send: () => Promise.resolve(),
      rest: ms => {
        longest = Math.max(longest, slice);
        slice = 0;
        rested += ms;
        now += ms;
        return Promise.resolve();
      },
      onProgress: ({ share }) => told.push(share),
      now: () => now,
    });
    expect(worked).toBeGreaterThan(4000);
    expect(worked / (worked + rested)).toBeCloseTo(0.6, 2);
    expect(longest).toBeLessThanOrEqual(20);
    expect(told.length).toBeGreaterThan(3);
    expect(told.length).toBeLessThanOrEqual(Math.ceil(now / 1000));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('the sender', () => {
  const batch = { t: Float64Array.of(1, 2, 3), columns: [{ tag: 'A', v: Float64Array.of(10, 20, 30) }] };

  it('sends a refused batch again, later and later', async () => {
    const waits: number[] = [];
    const { port, kept, seen } = historian((id, samples) =>
      id < 4 ? { kind: 'refused', id, why: 'disk full', isFinal: false } : stored(id, samples),
    );
    const sleep = (ms: number) => {
      waits.push(ms);
      return Promise.resolve();
    };
    await new ImportSender({ port, reached: new Map(), signal: never, sleep }).send(batch);
    expect(waits).toEqual([500, 1000, 2000]);
    expect(seen.batches).toBe(4);
    expect(kept.get('A')?.v).toEqual([10, 20, 30]);
  });

  it('gives up what is refused for good', async () => {
    const { port } = historian(id => ({ kind: 'refused', id, why: 'too old', isFinal: true }));
    const sender = new ImportSender({ port, reached: new Map(), signal: never });
    await expect(sender.send(batch)).rejects.toThrow('too old');
  });

  it('gives up when the historian closes, before a batch and while one is on the way', async () => {
    const { port, far } = historian();
    far.removeAllListeners('message');
    const sender = new ImportSender({ port, reached: new Map(), signal: never });
    const waiting = sender.send(batch);
    far.close();
    await expect(waiting).rejects.toThrow('closed');
    await setImmediate();
    await expect(sender.send(batch)).rejects.toThrow('closed');
  });

  it('sends nothing that is stored, column by column', () => {
    const two = {
      ...batch,
      columns: [...batch.columns, { tag: 'B', v: Float64Array.of(1, 2, 3), q: Uint16Array.of(7, 8, 9) }],
    };
    expect(missingOf(two, new Map())).toEqual([two]);
    expect(
      missingOf(
        two,
        new Map([
          ['A', 3],
          ['B', 3],
        ]),
      ),
    ).toEqual([]);
    expect(
      missingOf(
        two,
        new Map([
          ['A', 3],
          ['B', 1],
        ]),
      ),
    ).toEqual([
      { t: Float64Array.of(2, 3), columns: [{ tag: 'B', v: Float64Array.of(2, 3), q: Uint16Array.of(8, 9) }] },
    ]);
  });
});
