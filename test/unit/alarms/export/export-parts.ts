/** A journal to be exported, and what its station is called. */
import type { ExportParts } from '../../../../main/alarms/export/export-journal.ts';
import type { AlarmJournalFilter, AlarmJournalRow, AlarmWords } from '../../../../shared/model/alarm-journal.ts';
import { HOUR, paged, START } from '../figures/journal-rows.ts';

export const FILTER: AlarmJournalFilter = { from: START, to: START + 24 * HOUR };

const WORDS: AlarmWords = {
  message: { zh: '出口压力高', en: 'Outlet pressure high' },
  areaName: { zh: '进站区', en: 'Inlet' },
  unit: 'MPa',
};
/** The journal has lost what one alarm was called. */
const named = (row: AlarmJournalRow): AlarmJournalRow => (row.id === 'GONE/H' ? row : { words: WORDS, ...row });

export const exportParts = (rows: readonly AlarmJournalRow[], page = 7): ExportParts => ({
  archive: { rows: () => paged(rows.map(named), page) },
  station: { name: { zh: '城东门站', en: 'East Gate' }, timeZone: 'Asia/Shanghai' },
  now: START + 25 * HOUR,
});
