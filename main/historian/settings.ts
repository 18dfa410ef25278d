/**
 * What a station may say of its history, with what holds where it says nothing (pure types). The historian takes these settings
 * and knows nothing of project files; `station.yaml` is read in main/project/.
 */
import { resolve } from 'node:path';
import type { SignalClass } from '../../shared/model/tag.ts';

export interface BackupSettings {
  /** Absolute; best on another disk. */
  readonly folder: string;
  /** Hour of the day in the station's time zone at which the daily backup starts, 0 … 23. */
  readonly hour: number;
}

export interface HistorySettings {
  /** Days that samples of a signal class are kept; null = for ever. */
  readonly retentionDays: Readonly<Record<SignalClass, number | null>>;
  /** Space kept back so that a full disk stops no alarm, MB; 0 = none. */
  readonly reserveMb: number;
  /** As written: absolute, or relative to the data folder. `historyFolder` tells where it is. */
  readonly folder: string;
  /** Null: no daily backup. */
  readonly backup: BackupSettings | null;
}

/** Where months are stored. @param dataFolder absolute */
export const historyFolder = ({ folder }: Pick<HistorySettings, 'folder'>, dataFolder: string): string =>
  resolve(dataFolder, folder);

/** What is kept back, and what others who write on the same disk leave free, so that it is there when it is given up. */
export const reserveBytes = ({ reserveMb }: Pick<HistorySettings, 'reserveMb'>): number => reserveMb * 1_048_576;

/**
 * Field values are kept for ever: at the sizes measured a disk outlives the station. What the station says of itself is of use
 * to a person who looks for a fault, who compares with the same season of last year at most.
 */
export const DEFAULT_HISTORY: HistorySettings = {
  retentionDays: { DI: null, DO: null, AI: null, AO: null, COM: null, CALC: null, SYS: 400 },
  reserveMb: 64,
  folder: 'history',
  backup: null,
};
