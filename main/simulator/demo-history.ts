/**
 * The demo station's first month, seen from the main thread: whether it is due, the worker thread that makes it, and
 * `demo-history.json` of the data folder, which remembers how far it is. The month is the same each time it is made, so a run
 * that was interrupted is made again from its beginning and sends what the historian does not have yet.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type MessagePort, Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Log } from '../platform/log.ts';
import { SettingsFile } from '../platform/settings-file.ts';
import type { StationProject } from '../project/types.ts';
import type { DemoHistoryFailure, DemoHistoryOrder, DemoHistoryReport, DemoHistoryStop } from './history/messages.ts';

const MONTH_MS = 30 * 86_400_000;
/** Heap of the worker, MB. It needs about 60; beyond this something leaks, and the thread must end, not the station. */
const HEAP_MB = 256;
/** What the plant did within this time may still wait for its batch to be full (2,048 rows of 10 s, sample-blocks.ts). */
const HELD_MS = 2_048 * 10_000;
/** How long the worker may take to hear that it should stop; it listens each 15 ms. */
const STOP_LIMIT_MS = 1000;

const STATE = z.object({
  /** Epoch ms of the month's beginning and end. */
  from: z.number(),
  to: z.number(),
  /** How far the plant had run when it was last told; what is stored only the historian knows. */
  doneTo: z.number(),
  finished: z.boolean(),
  seed: z.number(),
  /** Where totalisers end, m³ by tag. */
  ends: z.record(z.string(), z.number()),
});

export type DemoHistoryState = z.infer<typeof STATE>;

interface Place {
  readonly dataDirectory: string;
  readonly log: Log;
}

function stateFile({ dataDirectory, log }: Place): SettingsFile<DemoHistoryState | null> {
  return new SettingsFile({
    file: join(dataDirectory, 'demo-history.json'),
    schema: STATE.nullable(),
    empty: null,
    log,
  });
}

/** What is known of the month; null when it was never begun. */
export function readDemoHistory(place: Place): DemoHistoryState | null {
  return stateFile(place).read();
}

/**
 * Remembers that there is a month to be made, up to `until`: a station that is stopped before it began owes it still. `saved`
 * resolves when it is on disk; it must be before the month is started, which writes the same file.
 */
export function oweDemoHistory(
  place: Place,
  { until, seed }: { until: number; seed: number },
): { state: DemoHistoryState; saved: Promise<void> } {
  const to = Math.round(until);
  const state = { from: to - MONTH_MS, to, doneTo: to - MONTH_MS, finished: false, seed, ends: {} };
  const file = stateFile(place);
  file.save(state);
  return { state, saved: file.saved() };
}

/**
 * Is there a month to be made? Only for a demo field, and only where there is no history or where an earlier run was interrupted.
 * @param hasHistory the historian held something before this start
 */
export function isDemoHistoryDue(
  project: StationProject,
  { state, hasHistory }: { state: DemoHistoryState | null; hasHistory: boolean },
): boolean {
  return project.demoField && (!hasHistory || state?.finished === false);
}

export interface DemoHistoryOptions extends Place {
  readonly project: StationProject;
  /** To the historian's import; it is handed to the worker and closed at the end. */
  readonly port: MessagePort;
  /** Epoch ms at which live recording began. An interrupted month ends where it was to end. */
  readonly until: number;
  readonly seed: number;
  /**
   * First live value of each totaliser (`TOTALISERS`), m³, so that the totals go on without a step. One that is left out ends at
   * its `normal`, with which a new field begins: then there is a step up of what flowed in the ten minutes of its settling.
   */
  readonly ends?: Readonly<Record<string, number>>;
  /**
   * Time of the last sample before the month's end by tag, as the historian has it; empty when there is none. With
   * `readDemoHistory(…).to` it can be asked for. What lies up to there is not sent again.
   */
  readonly reached: ReadonlyMap<string, number>;
  /** Up to where what the plant did is stored, epoch ms, totals left out; at most once a second. */
  readonly onProgress: (doneTo: number) => void;
  /** Told before `finished` resolves; what is stored stays, and the next start goes on behind it. */
  readonly onFailure: (failure: DemoHistoryFailure) => void;
}

export type DemoHistoryOutcome = 'finished' | 'stopped' | 'failed';

export interface DemoHistory {
  /** Resolves when the thread has ended. Safe to call twice and after the end. */
  stop(): Promise<void>;
  /** Never rejects: a demo without a past is still a station. Failures are logged, and told by `onFailure`. */
  readonly finished: Promise<DemoHistoryOutcome>;
}

/** Bundled beside the calling bundle, or the source itself when nothing is bundled. */
function entry(): URL {
  const bundled = new URL('./demo-history-worker.js', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('./history/demo-history-worker.ts', import.meta.url);
}

/** A month that is owed or was interrupted keeps its days, and its totals once they may be stored; else a new one begins. */
function plan(options: DemoHistoryOptions, last: DemoHistoryState | null): DemoHistoryState {
  if (last !== null && !last.finished) {
    return last.doneTo > last.from ? last : { ...last, ends: options.ends ?? last.ends };
  }
  const { until, seed, ends = {} } = options;
  const to = Math.round(until);
  return { from: to - MONTH_MS, to, doneTo: to - MONTH_MS, finished: false, seed, ends };
}

/** Starts the worker. Ask `isDemoHistoryDue` before. */
export function startDemoHistory(options: DemoHistoryOptions): DemoHistory {
  const file = stateFile(options);
  const state = plan(options, file.read());
  // Written before anything is stored: an interrupted month must be known as such.
  file.save(state);
  return new RunningDemoHistory(options, file, state);
}

class RunningDemoHistory implements DemoHistory {
  readonly finished: Promise<DemoHistoryOutcome>;
  readonly #options: DemoHistoryOptions;
  readonly #file: SettingsFile<DemoHistoryState | null>;
  readonly #worker: Worker;
  readonly #ended = Promise.withResolvers<void>();
  #state: DemoHistoryState;
  #outcome: DemoHistoryOutcome | null = null;
  #stopping: Promise<void> | null = null;

  constructor(options: DemoHistoryOptions, file: SettingsFile<DemoHistoryState | null>, state: DemoHistoryState) {
    this.#options = options;
    this.#file = file;
    this.#state = state;
    const { project, port, reached } = options;
    const { from, to, seed, ends } = state;
    const order: DemoHistoryOrder = { project, from, to, seed, ends, reached };
    this.#worker = new Worker(entry(), {
      name: 'demo-history',
      workerData: { order, port },
      transferList: [port],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#worker.on('message', (report: DemoHistoryReport) => this.#hear(report));
    this.#worker.on('error', error => this.#fail({ failure: 'broken', why: error.message }));
    this.#worker.on('exit', () => this.#ended.resolve());
    this.finished = this.#end();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const message: DemoHistoryStop = { kind: 'stop' };
    this.#worker.postMessage(message);
    const force = setTimeout(() => void this.#worker.terminate(), STOP_LIMIT_MS);
    await this.finished;
    clearTimeout(force);
  }

  async #end(): Promise<DemoHistoryOutcome> {
    await this.#ended.promise;
    if (this.#outcome === null && this.#stopping === null) {
      this.#fail({ failure: 'broken', why: 'the worker ended without a word' });
    }
    await this.#file.saved();
    return this.#outcome ?? 'stopped';
  }

  #hear(report: DemoHistoryReport): void {
    switch (report.kind) {
      case 'progress':
        // Each percent is enough for a file that only says how far it is.
        if (report.doneTo - this.#state.doneTo >= MONTH_MS / 100) this.#save({ doneTo: report.doneTo });
        this.#options.onProgress(Math.max(this.#state.from, report.doneTo - HELD_MS));
        break;
      case 'finished':
        this.#outcome = 'finished';
        this.#save({ doneTo: this.#state.to, finished: true });
        this.#options.log.info(() => `the demo station has a past of 30 days: ${report.samples} samples`);
        break;
      case 'stopped':
        this.#outcome = 'stopped';
        break;
      case 'failed':
        this.#fail({ failure: report.failure, why: report.why });
    }
  }

  #save(change: Partial<DemoHistoryState>): void {
    this.#state = { ...this.#state, ...change };
    this.#file.save(this.#state);
  }

  #fail(failed: DemoHistoryFailure): void {
    this.#outcome = 'failed';
    this.#options.log.warn(() => `the demo station's past is not complete: ${failed.why}`);
    this.#options.onFailure(failed);
  }
}
