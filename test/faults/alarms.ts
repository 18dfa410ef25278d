/** What is done to the alarms, one kind after the other. */
import { alarmKillCases } from './alarms/kill-cases.ts';
import { alarmPowerCutCases } from './alarms/power-cut-cases.ts';
import type { FaultOptions } from './tally.ts';

export async function alarmFaults(options: FaultOptions): Promise<void> {
  options.progress('power cuts in an avalanche');
  await alarmPowerCutCases(options);
  options.progress('kills in an avalanche');
  await alarmKillCases(options);
}
