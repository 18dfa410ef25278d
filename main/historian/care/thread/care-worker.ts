/** Entry of a care thread: does one order and ends. What takes minutes so never stands in the way of recording or of questions. */
import { parentPort, workerData } from 'node:worker_threads';
import { StationError, type StationErrorBody } from '../../../platform/station-error.ts';
import { systemTrouble } from '../../../platform/system-error.ts';
import { backUp } from '../backup/back-up.ts';
import { verifyBackup } from '../backup/verify-backup.ts';
import { checkStationHistory } from '../check/check-history.ts';
import { diskFacts } from '../disk-facts.ts';
import type { CareAnswers, CareOrder, CareReply } from './care-orders.ts';

const port = parentPort;
if (!port) throw new Error('a care thread is a thread of the station, not a program');

async function carryOut(order: CareOrder): Promise<CareAnswers[keyof CareAnswers]> {
  switch (order.kind) {
    case 'facts':
      return diskFacts(order.place, order.now);
    case 'check':
      return checkStationHistory(order.place, order.isDeep);
    case 'backup':
      return backUp(order.place, order.folder);
    case 'verify':
      return verifyBackup(order.folder, order.only === null ? {} : { only: order.only });
  }
}

async function reply(order: CareOrder): Promise<CareReply> {
  try {
    return { isDone: true, value: await carryOut(order) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { isDone: false, why, station: bodyOf(error) };
  }
}

/** What a person can act on: what was refused with a reason, and what the disk says. */
function bodyOf(error: unknown): StationErrorBody | null {
  const trouble = error instanceof StationError ? error : systemTrouble(error);
  if (trouble === null) return null;
  const { code, message, hint, retry, zh } = trouble;
  return { code, message, hint, retry, zh };
}

port.postMessage(await reply(workerData));
