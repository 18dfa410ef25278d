/** Which device of a regulator run holds the outlet pressure, from the states of the three. Pure. */
import { rolesOf } from '../parts/derived-look.ts';

export type Controlling = 'worker' | 'monitor' | 'shut' | 'none' | 'unknown';

interface RunStates {
  /** As the state functions of the symbols give them, with or without the mark of age. */
  readonly slamShut: string;
  readonly monitor: string;
  readonly worker: string;
}

const plain = (state: string): string => state.replace('~', '');

/** The roles whose values decide that; a closed slam-shut is enough by itself. */
export const controllingRoles = (controlling: Controlling): readonly string[] => [
  ...rolesOf('slam-shut'),
  ...(controlling === 'shut' ? [] : rolesOf('monitor')),
  ...(controlling === 'shut' || controlling === 'monitor' ? [] : rolesOf('regulator')),
];

/** A closed slam-shut goes before all; a monitor in control before its worker, which then stands wide open. */
export function controllingOf({ slamShut, monitor, worker }: RunStates): Controlling {
  if (plain(slamShut) === 'tripped') return 'shut';
  if (plain(monitor) === 'control') return 'monitor';
  if (plain(worker) === 'control') return 'worker';
  if (plain(worker) === 'locked') return 'none';
  return 'unknown';
}
