/** What people ask about alarms: what they are, how they stand, what their journal has. */
import type { AlarmContext, AlarmJournalFilter, AlarmJournalPage } from '../../../shared/model/alarm-journal.ts';
import type { StationAlarms } from '../../alarms/station/station-alarms.ts';
import { type ParsedInput, RequestError } from '../handlers.ts';

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

type FilterInput = Omit<ParsedInput<'alarms.journal'>, 'before' | 'limit'>;

/** What was left out is not there at all. */
export function filterOf(input: FilterInput): AlarmJournalFilter {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return { from: input.from, to: input.to, ...Object.fromEntries(given) };
}

export function checkSpan({ from, to }: { readonly from: number; readonly to: number }): void {
  if (from <= to) return;
  throw new RequestError(
    'bad-input',
    {
      message: 'The span of time is not right: input.to is before input.from.',
      hint: 'Give from ≤ to in epoch ms UTC.',
    },
    { message: '时间范围不正确：to 早于 from。', hint: '请使 from ≤ to（UTC 毫秒时间戳）。' },
  );
}
