/** What is done to the alarms. */

import { alarmKillCases } from './alarms/kill-cases.ts';
import type { FaultOptions } from './tally.ts';

export async function alarmFaults(options: FaultOptions): Promise<void> {
  options.progress('kills in an avalanche');
  await alarmKillCases(options);
}
