/**
 * Repairs the month files of a data folder (command line, with the station stopped): each in which a deep check finds something
 * is kept aside as `….db.damaged`, and what can be read of it is put into a new one. Nothing is lost that was not lost before.
 */

import { join } from 'node:path';
import type { CheckResult } from '../../../shared/model/history-care.ts';
import { openDataDirectory } from '../../platform/data-directory.ts';
import { dropDamagedBlocks } from '../alarms/check-alarms.ts';
import { monthsIn } from '../store/month-file.ts';
import { monthFileName, monthOfFile } from '../store/months.ts';
import type { StoredTag } from '../store/station-db.ts';
import { ChunkStore } from '../writer/chunk-store.ts';
import { openStationState, setAside } from '../writer/writer-state.ts';
import { checkHistory } from './check/check-history.ts';
import type { Place } from './disk-facts.ts';
import { type Salvaged, salvageMonth } from './salvage-month.ts';

export interface RepairResult {
  readonly before: CheckResult;
  readonly repaired: readonly Salvaged[];
  /** `station.db`, kept aside and replaced by what was readable of it. */
  readonly station: string | null;
  readonly after: CheckResult;
}

/** Throws `StationError` `data-locked` while a station runs, and what the disk throws. */
export function repairHistory(place: Place): RepairResult {
  const data = openDataDirectory(place.folder);
  try {
    const before = checkHistory(place, true);
    const { station, tags } = openStation(place);
    const months = monthsIn(place.monthFolder).filter(month => isHit(before, month));
    const repaired = months.map(month => repairMonth(place, month, tags));
    return { before, repaired, station, after: checkHistory(place, true) };
  } finally {
    data.release();
  }
}

const isHit = ({ problems }: CheckResult, month: number): boolean =>
  problems.some(problem => monthOfFile(problem.file) === month);

/** The start's own way of opening also repairs. */
function openStation({ folder, monthFolder }: Place): { station: string | null; tags: readonly StoredTag[] } {
  let station: string | null = null;
  const onSetAside = (file: string): void => {
    station = file;
  };
  const { db, alarms, tags } = openStationState({ folder, monthFolder, tags: [], onSetAside });
  try {
    dropDamagedBlocks(db);
    while (alarms.hasWork) alarms.packSome();
    return { station, tags };
  } finally {
    db.close();
  }
}

function repairMonth({ monthFolder }: Place, month: number, tags: readonly StoredTag[]): Salvaged {
  const file = setAside(join(monthFolder, monthFileName(month)));
  const store = new ChunkStore(monthFolder);
  try {
    const work = salvageMonth({
      ...{ store, file },
      tags: tags.map(tag => ({ ...tag, gains: [] })),
      // Nothing is in memory: the marks, which come along, tell the journal's samples apart.
      inMemoryFrom: () => Number.POSITIVE_INFINITY,
    });
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      store.commit();
    }
  } finally {
    store.commit();
    store.close();
  }
}
