/**
 * Entry of the worker thread that produces the demo station's first month. Takes its order as `workerData`, talks to the
 * historian over the port in it and reports to the thread that started it. Ends by itself when everything is stored, when it is
 * told to stop (within a slice of work) and when the historian takes no more.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { DemoRun } from './demo-run.ts';
import { ImportClosed, ImportRefused, ImportSender } from './import-sender.ts';
import type { DemoHistoryFailure, DemoHistoryOrder, DemoHistoryReport } from './messages.ts';
import { loadFor, produce } from './production.ts';

/** The demo's past is sampled each 10 s instead of each second: 52 million samples and less than 100 MB instead of ten times that. */
const STEP_MS = 10_000;

const parent = parentPort;
if (!parent) throw new Error('the demo history worker is a thread of the station, not a program');

const report = (message: DemoHistoryReport): void => parent.postMessage(message);

async function work({ order, port, signal }: { order: DemoHistoryOrder; port: MessagePort; signal: AbortSignal }) {
  const { project, from, to, seed, ends, reached } = order;
  const sender = new ImportSender({ port, reached, signal });
  await produce({
    run: new DemoRun({ project, from, to, seed, ends, stepMs: STEP_MS }),
    from,
    to,
    load: loadFor(availableParallelism()),
    send: batch => sender.send(batch),
    rest: ms => setTimeoutAsync(ms, undefined, { signal }),
    onProgress: progress => report({ kind: 'progress', ...progress }),
    now: () => performance.now(),
  });
  sender.end();
  report({ kind: 'finished', samples: sender.samples });
}

function failureOf(error: unknown): DemoHistoryFailure {
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof ImportClosed) return { failure: 'closed', why };
  return { failure: error instanceof ImportRefused ? 'refused' : 'broken', why };
}

async function main({ order, port }: { order: DemoHistoryOrder; port: MessagePort }): Promise<void> {
  const stop = new AbortController();
  // Whatever the parent says is "stop".
  parent?.once('message', () => stop.abort());
  try {
    await work({ order, port, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) report({ kind: 'stopped' });
    else report({ kind: 'failed', ...failureOf(error) });
  } finally {
    port.close();
    parent?.unref();
  }
}

await main(workerData);
