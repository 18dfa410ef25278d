/** Figures, files and suggestions of alarms: what they are made from, as the handlers find it. */
import type { AlarmPerformance, AlarmSuggestion } from '../../../shared/model/alarm-journal.ts';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import { exportJournal } from '../../alarms/export/export-journal.ts';
import { askPerformance } from '../../alarms/figures/performance-question.ts';
import type { StudyQueue } from '../../alarms/tuning/study-queue.ts';
import { suggestFor } from '../../alarms/tuning/suggest-for.ts';
import { checkSpan, filterOf, plainFile } from '../asked-rows.ts';
import { type ParsedInput, RequestError } from '../handlers.ts';
import type { StationParts } from '../station-parts.ts';

type Parts = Pick<StationParts, 'alarms' | 'catalogue' | 'historian' | 'describe' | 'clock'>;

const DAY_MS = 86_400_000;
/** A year and a month: figures of more nobody compares, and counting them takes long. */
const LONGEST_DAYS = 400;

/** Also what the caller has just caused. */
export async function exportAlarms(
  parts: Parts,
  { format, language, ...filter }: ParsedInput<'alarms.export'>,
  signal: AbortSignal,
): Promise<AlarmFile> {
  checkSpan(filter);
  const { alarms, clock, describe } = parts;
  await alarms.engine.settled();
  const { archive } = alarms;
  const asked = { filter: filterOf(filter), format, language };
  return plainFile(await exportJournal({ archive, station: describe(), now: clock.now() }, asked, signal));
}

export async function readPerformance(
  { alarms, clock, describe }: Parts,
  asked: ParsedInput<'alarms.performance'>,
  signal: AbortSignal,
): Promise<AlarmPerformance> {
  checkSpan(asked);
  if (asked.to - asked.from > LONGEST_DAYS * DAY_MS) throw spanTooLong();
  await alarms.engine.settled();
  const definitions = alarms.all.map(({ definition }) => definition);
  const { timeZone } = describe();
  return await askPerformance(
    { archive: alarms.archive, alarms: definitions, timeZone, now: clock.now() },
    asked,
    signal,
  );
}

const spanTooLong = (): RequestError =>
  new RequestError(
    'bad-input',
    {
      message: `The span of time is too long: figures are of ${LONGEST_DAYS} days at most.`,
      hint: 'Ask for a month or a year at a time.',
    },
    { message: `时间范围过长：绩效统计最多 ${LONGEST_DAYS} 天。`, hint: '请按月或按年查询。' },
  );

/** Null for an alarm that the project does not have. Rejects with `busy` when others wait for theirs already. */
export async function suggestTuning(
  { alarms, catalogue, historian, clock, studies }: Parts & { readonly studies: StudyQueue },
  { id, days }: ParsedInput<'alarms.suggest'>,
  signal: AbortSignal,
): Promise<AlarmSuggestion | null> {
  const setups = alarms.all.map(({ setup }) => setup);
  const setup = setups.find(({ definition }) => definition.id === id);
  if (setup === undefined) return null;
  const tag = catalogue.tags.find(({ name }) => name === setup.definition.tag) ?? null;
  if (studies.isFull) throw studiesBusy();
  const study = (): Promise<AlarmSuggestion | null> => {
    const to = clock.now();
    return suggestFor({ setup, tag, setups, from: to - days * DAY_MS, to }, historian, signal);
  };
  return await studies.run(study, signal);
}

const studiesBusy = (): RequestError =>
  new RequestError(
    'busy',
    {
      message: 'Other suggestions are being worked out, and as many wait as may.',
      hint: 'Ask again in a minute.',
    },
    { message: '正在计算其他整定建议，排队已满。', hint: '请一分钟后再试。' },
  );
