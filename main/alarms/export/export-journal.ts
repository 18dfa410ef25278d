/**
 * The journal as a file (main thread; rows come from the archive in pages). Oldest first. Between two pieces of some rows others have
 * their turn.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { AlarmJournalFilter, AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import type { Cell, RowPieces } from '../../spreadsheet/cell.ts';
import {
  type FileAsked,
  type FileOrigin,
  MOST_ROWS,
  moreRows,
  PIECE_ROWS,
  stationFile,
} from '../../spreadsheet/station-file.ts';
import type { AlarmArchive } from '../journal/alarm-archive.ts';
import { filterText } from './filter-text.ts';
import { JOURNAL_COLUMNS } from './journal-columns.ts';

export interface ExportParts extends FileOrigin {
  readonly archive: Pick<AlarmArchive, 'rows'>;
}

export interface ExportAsked extends FileAsked {
  readonly filter: AlarmJournalFilter;
}

/** Rejects with what the archive rejects with, and when the signal says so. */
export async function exportJournal(parts: ExportParts, asked: ExportAsked, signal?: AbortSignal): Promise<AlarmFile> {
  const count = { rows: 0, isCut: false };
  const file = await stationFile(parts, asked, {
    prefix: 'alarms',
    title: { zh: '报警记录', en: 'Alarm journal' },
    filterWords: filterText(asked.filter, asked.language),
    columns: JOURNAL_COLUMNS,
    pieces: cellPieces(parts, asked, { count, signal }),
  });
  return { ...file, ...count };
}

interface Counting {
  readonly count: { rows: number; isCut: boolean };
  readonly signal: AbortSignal | undefined;
}

async function* cellPieces(
  { archive }: ExportParts,
  { filter, language }: ExportAsked,
  { count, signal }: Counting,
): RowPieces {
  const cells = (row: AlarmJournalRow): Cell[] => JOURNAL_COLUMNS.map(({ cell }) => cell(row, language));
  for await (const page of archive.rows(filter, signal)) {
    const room = page.slice(0, MOST_ROWS - count.rows);
    for (let i = 0; i < room.length; i += PIECE_ROWS) {
      signal?.throwIfAborted();
      yield room.slice(i, i + PIECE_ROWS).map(cells);
      await turn();
    }
    count.rows += room.length;
    count.isCut = room.length < page.length;
    if (!count.isCut) continue;
    yield [moreRows(language)];
    return;
  }
}
