/** What people ask about alarms: what they are, how they stand, what their journal has. */
import type { AlarmContext, AlarmJournalPage } from '../../../shared/model/alarm-journal.ts';
import type { StationAlarms } from '../../alarms/station/station-alarms.ts';
import { checkSpan, filterOf } from '../asked-rows.ts';
import type { ParsedInput } from '../handlers.ts';

/** Also what the caller has just caused. */
export async function readJournal(
  { archive, engine }: Pick<StationAlarms, 'archive' | 'engine'>,
  { before, limit, ...filter }: ParsedInput<'alarms.journal'>,
  signal: AbortSignal,
): Promise<AlarmJournalPage> {
  checkSpan(filter);
  await engine.settled();
  return await archive.page(filterOf(filter), { before: before ?? null, limit, signal });
}

export function readContext(
  { contexts }: Pick<StationAlarms, 'contexts'>,
  { sequence }: ParsedInput<'alarms.context'>,
): Promise<AlarmContext | null> {
  return contexts.of(sequence);
}
