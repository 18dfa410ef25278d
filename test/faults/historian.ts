/** All that is done to the historian, one kind after the other. */

import { damageCases } from './historian/damage-cases.ts';
import { diskCases } from './historian/disk-cases.ts';
import { killCases } from './historian/kill-cases.ts';
import { powerCutCases } from './historian/power-cut-cases.ts';
import type { FaultOptions } from './tally.ts';

export async function historianFaults(options: FaultOptions): Promise<void> {
  options.progress('power cuts');
  await powerCutCases(options);
  options.progress('kills');
  await killCases(options);
  // These mostly wait.
  options.progress('disks and clocks in trouble');
  await Promise.all([diskCases(options), damageCases(options)]);
}
