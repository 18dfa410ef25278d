/** The tuning thread as the main thread sees it: pages of samples in, one result out. Moves buffers only. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { SampleSpan } from './coded-past.ts';
import type { FromStudy, StudyOrder, ToStudy } from './tuning-worker.ts';

/** Heap, MB: moments of ten samples a second for a month, all of them at the limit, take about 500. */
const HEAP_MB = 768;

/** Bundled beside the calling bundle, or the source itself when nothing is bundled. */
function entry(): URL {
  const bundled = new URL('./alarm-tuning.js', import.meta.url);
  return existsSync(bundled) ? bundled : new URL('./tuning-worker.ts', import.meta.url);
}

export class StudyThread {
  readonly #worker: Worker;
  readonly #answer = Promise.withResolvers<FromStudy>();

  constructor(order: StudyOrder) {
    this.#worker = new Worker(entry(), {
      name: 'alarm-tuning',
      workerData: order,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const { resolve, reject } = this.#answer;
    this.#worker.on('message', resolve);
    this.#worker.on('error', reject);
    this.#worker.on('exit', () => reject(new Error('the tuning thread ended without an answer')));
    // Whoever gave up does not ask for the answer.
    this.#answer.promise.catch(() => undefined);
  }

  /** The arrays go over to the thread and are empty here afterwards, where they have a buffer of their own. */
  take({ t, v, q }: SampleSpan): void {
    const buffers = [t, v, q].flatMap(({ buffer, byteLength }) =>
      buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
    );
    this.#worker.postMessage({ kind: 'samples', span: { t, v, q } } satisfies ToStudy, buffers);
  }

  /** Rejects when the thread fails. */
  result(at: number): Promise<FromStudy> {
    this.#worker.postMessage({ kind: 'end', at } satisfies ToStudy);
    return this.#answer.promise;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
