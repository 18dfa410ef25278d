/** A station in an avalanche of its own process, brought to where it tells people of alarms: however long this machine takes for that. */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../../kit/wait-for.ts';
import { Victim } from '../historian/programs.ts';
import type { AvalancheOrder } from './victim.ts';

const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url));
const START_LIMIT_MS = 60_000;

export type AvalancheFiles = Omit<AvalancheOrder, 'seed'>;

export const startVictim = (
  files: AvalancheFiles,
  random: () => number,
  environment: Readonly<Record<string, string>> = {},
): Victim => new Victim({ ...files, seed: Math.floor(random() * 1e9) } satisfies AvalancheOrder, environment, VICTIM);

/** Resolves when it has told of a row, or has ended. `before`: size of the sheet when it was started. */
export async function rolls(victim: Victim, { sheet }: AvalancheFiles, before: number): Promise<void> {
  await waitFor('the station to tell of a row', () => victim.isOver || sheetSize(sheet) > before, START_LIMIT_MS);
}

export const sheetSize = (sheet: string): number => statSync(sheet, { throwIfNoEntry: false })?.size ?? 0;
