/** Figures, files and suggestions of alarms: thin doors to `main/alarms/figures/`. */
import type { AlarmPerformance, AlarmSuggestion } from '../../../shared/model/alarm-journal.ts';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import type { StationAlarms } from '../../alarms/station/station-alarms.ts';
import { type ParsedInput, RequestError } from '../handlers.ts';
import { checkSpan } from './alarm-queries.ts';

type Parts = Pick<StationAlarms, 'archive' | 'engine'>;

export function exportAlarms(_parts: Parts, input: ParsedInput<'alarms.export'>): Promise<AlarmFile> {
  checkSpan(input);
  return Promise.reject(notReady('alarms.export'));
}

export function readPerformance(_parts: Parts, input: ParsedInput<'alarms.performance'>): Promise<AlarmPerformance> {
  checkSpan(input);
  return Promise.reject(notReady('alarms.performance'));
}

export function suggestTuning(
  { engine }: Parts,
  { id }: ParsedInput<'alarms.suggest'>,
): Promise<AlarmSuggestion | null> {
  if (engine.recordOf(id) === undefined) return Promise.resolve(null);
  return Promise.reject(notReady('alarms.suggest'));
}

const notReady = (name: string): RequestError =>
  new RequestError(
    'not-possible',
    { message: `${name} is not there yet.`, hint: 'Use alarms.journal meanwhile.' },
    { message: `${name} 尚未提供。`, hint: '请暂用 alarms.journal。' },
  );
