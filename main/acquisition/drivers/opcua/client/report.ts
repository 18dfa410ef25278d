/** How the parts of a client session tell the channel something; memory in `transfer` moves to the main thread. */
import type { WorkerReport } from '../messages.ts';

export type Report = (message: WorkerReport, transfer?: readonly ArrayBuffer[]) => void;
