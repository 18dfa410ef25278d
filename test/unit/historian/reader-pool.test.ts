/** Reader threads behind a writer that answers when the test says so: who waits for whom, and what a given-up question frees. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TailAnswer, TailQuestion } from '../../../main/historian/messages.ts';
import { QueryCancelled } from '../../../main/historian/query/query-span.ts';
import { type Lane, ReaderPool } from '../../../main/historian/reader-pool.ts';
import { createLog } from '../../../main/platform/log.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';
import { sleep, waitFor } from '../../kit/wait-for.ts';

interface Held {
  readonly tag: string;
  release(): void;
}

const NOTHING = { t: new Float64Array(), seq: new Float64Array(), v: new Float64Array(), q: new Uint16Array() };
const NO_TAIL = { samples: NOTHING, ends: Uint32Array.of(0) };

describe('ReaderPool', () => {
  const temporaryFolder = useTemporaryFolders();
  let pool: ReaderPool;
  let ports: MessagePort[];
  /** Questions that a reader thread is busy with. */
  let held: Held[];

  const busyWith = () => held.map(({ tag }) => tag);
  const release = (tag: string) => {
    held.find(question => question.tag === tag)?.release();
    held = held.filter(question => question.tag !== tag);
  };
  const ask = (tag: string, lane: Lane, signal?: AbortSignal) =>
    pool.ask({ name: 'raw', tag, query: { from: 0, to: 1, bounds: false } }, { lane, signal });

  const connect = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    port2.on('message', ({ id, tags }: TailQuestion) => {
      const [tag = ''] = tags;
      const answer: TailAnswer = { id, tails: NO_TAIL, aliveAt: 0, recorded: [false], interpolation: [null] };
      held.push({ tag, release: () => port2.postMessage(answer) });
    });
    ports.push(port2);
    return port1;
  };

  beforeEach(() => {
    ports = [];
    held = [];
    const log = createLog('readers', { level: 'error', write: () => undefined });
    const folder = temporaryFolder();
    pool = new ReaderPool({ folder, monthFolder: folder, log, connect, onDamage: () => undefined });
  });
  afterEach(async () => {
    await pool.stop();
    for (const port of ports) port.close();
  });

  it('lets what scripts ask never have the last thread: what people look at is answered meanwhile', async () => {
    const exports = ['a', 'b', 'c'].map(tag => ask(tag, 'scripts'));
    await waitFor('the first export to be read', () => held.length > 0);
    const looked = ask('chart', 'people');
    await waitFor('the chart to be read', () => busyWith().includes('chart'));
    expect(busyWith()).toEqual(['a', 'chart']);
    release('chart');
    expect(await looked).toMatchObject({ next: null });
    // A free thread is left alone by the exports that wait.
    await sleep(50);
    expect(busyWith()).toEqual(['a']);
    for (const tag of ['a', 'b', 'c']) {
      await waitFor(`the export ${tag}`, () => busyWith().includes(tag));
      release(tag);
    }
    expect(await Promise.all(exports)).toHaveLength(3);
  });

  it('gives every thread to people, and lets them go before scripts that have waited longer', async () => {
    const charts = ['p1', 'p2'].map(tag => ask(tag, 'people'));
    await waitFor('both charts', () => held.length === 2);
    const late = [ask('s', 'scripts'), ask('p3', 'people')];
    release('p1');
    await waitFor('the next', () => held.length === 2);
    expect(busyWith().toSorted()).toEqual(['p2', 'p3']);
    release('p2');
    await waitFor('the export', () => busyWith().includes('s'));
    release('p3');
    release('s');
    await Promise.all([...charts, ...late]);
  });

  it('lets a question that is given up go at once while it waits, and frees its thread when it is under way', async () => {
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = ask('a', 'scripts', running.signal);
    const second = ask('b', 'scripts', waiting.signal);
    const third = ask('c', 'scripts');
    await waitFor('the first', () => busyWith().includes('a'));
    waiting.abort();
    await expect(second).rejects.toBeInstanceOf(QueryCancelled);
    const given = expect(first).rejects.toBeInstanceOf(QueryCancelled);
    running.abort();
    await given;
    expect(busyWith()).toContain('a');
    release('a');
    await waitFor('the third', () => busyWith().includes('c'));
    release('c');
    expect(await third).toMatchObject({ next: null });
    expect(busyWith()).not.toContain('b');
    await expect(ask('d', 'people', AbortSignal.abort())).rejects.toBeInstanceOf(QueryCancelled);
  });
});
