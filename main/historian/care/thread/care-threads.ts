/** Care threads as the main thread sees them: one for each order, gone when it is answered. */
import { Worker } from 'node:worker_threads';
import { StationError } from '../../../platform/station-error.ts';
import { threadEntry } from '../../writer-host.ts';
import type { CareAnswers, CareOrder, CareOrders, CareReply } from './care-orders.ts';

export class CareThreads {
  readonly #running = new Set<Worker>();
  #isStopped = false;

  /** Rejects with what went wrong, a `StationError` where a person can act on it; also when the station stops. */
  async run<Kind extends keyof CareOrders>(order: CareOrders[Kind]): Promise<CareAnswers[Kind]> {
    const reply = await this.#reply(order);
    // Each kind of order is answered with its own type.
    if (reply.isDone) return reply.value as CareAnswers[Kind];
    throw reply.station === null ? new Error(reply.why) : new StationError(reply.station);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#running].map(worker => worker.terminate()));
  }

  #reply(order: CareOrder): Promise<CareReply> {
    if (this.#isStopped) return Promise.reject(new Error('the station stops'));
    const worker = new Worker(threadEntry('historian-care', './care/thread/care-worker.ts'), {
      name: 'historian-care',
      workerData: order,
      execArgv: [],
    });
    this.#running.add(worker);
    return new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => {
        this.#running.delete(worker);
        reject(new Error('the care thread ended'));
      });
    });
  }
}
