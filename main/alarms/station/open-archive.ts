/** Where this station keeps the journal of its alarms: the only place that knows. */
import type { AlarmArchive } from '../journal/alarm-archive.ts';
import { FileArchive } from './file-archive.ts';

export interface OpenArchive {
  readonly archive: AlarmArchive;
  readonly close: () => Promise<void>;
}

/** `folder`: data folder of the station; `clock` says which announced rows are recent. */
export async function openAlarmArchive(
  { folder }: { readonly folder: string },
  clock: { now(): number },
): Promise<OpenArchive> {
  const archive = await FileArchive.open(folder, clock.now());
  return { archive, close: () => archive.close() };
}
