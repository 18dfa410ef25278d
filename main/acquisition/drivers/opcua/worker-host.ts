/**
 * The worker thread of one OPC UA channel, seen from the main thread: start, orders, end. A worker that dies is reported once
 * and never restarted from here; when to try again is the channel's decision. What the library prints goes to the log at
 * debug level, so that the program's stdout stays for what scripts read.
 */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Log } from '../../../platform/log.ts';
import type { ChannelContext } from '../../channel.ts';
import { oneLine } from './failure.ts';
import { type Bounds, parseReport } from './message-check.ts';
import type { WorkerOrder, WorkerReport } from './messages.ts';

/** Heap of the worker, MB. 10,000 items need about 60; beyond this something leaks, and the thread must end, not the station. */
const HEAP_MB = 256;

export interface WorkerEvents {
  readonly bounds: Bounds;
  /** Wraps whatever the runtime calls. */
  readonly guard: ChannelContext['guard'];
  readonly log: Log;
  readonly onReport: (report: WorkerReport) => void;
  /** The thread has ended or spoke nonsense; it is of no use any more. */
  readonly onGone: (detail: string) => void;
}

/** Bundled beside the calling bundle, or the source itself when nothing is bundled. */
function entry(): URL {
  const bundled = new URL('./opcua-worker.js', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('./worker.ts', import.meta.url);
}

export class WorkerHost {
  readonly #worker: Worker;
  readonly #events: WorkerEvents;
  #isGone = false;

  constructor(events: WorkerEvents) {
    this.#events = events;
    this.#worker = new Worker(entry(), {
      name: 'opcua',
      stdout: true,
      stderr: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const gone = events.guard((error: unknown) => this.#gone(error instanceof Error ? error.message : String(error)));
    this.#worker.on(
      'message',
      events.guard((data: unknown) => this.#receive(data)),
    );
    this.#worker.on('messageerror', gone);
    this.#worker.on('error', gone);
    this.#worker.on(
      'exit',
      events.guard((code: number) => this.#gone(`worker ended with code ${code}`)),
    );
    const tell = events.guard((text: Buffer | string) => events.log.debug(() => oneLine(String(text))));
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) stream.on('data', tell);
  }

  /** Sends an order. A thread that is gone ignores it. */
  post(order: WorkerOrder): void {
    if (!this.#isGone) this.#worker.postMessage(order);
  }

  /** Ends the thread, whatever it is doing, without a report. Safe to call twice. */
  async terminate(): Promise<void> {
    this.#isGone = true;
    await this.#worker.terminate();
  }

  #receive(data: unknown): void {
    if (this.#isGone) return;
    const report = parseReport(data, this.#events.bounds);
    if (report) this.#events.onReport(report);
    else this.#gone('the worker sent a message that it should not');
  }

  #gone(detail: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    // Rejects never; the thread is past caring.
    void this.#worker.terminate();
    this.#events.onGone(oneLine(detail));
  }
}
