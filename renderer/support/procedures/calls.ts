/** Which alarms call for which emergency card now. Pure. */
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { type AlarmMark, groupOf, markOf, worstMark } from '../../alarms/alarm-order.ts';

export interface Call {
  /** The worst of them. */
  readonly mark: AlarmMark;
  readonly count: number;
}

/** By card; nothing for one that no standing alarm names. */
export function callsOf(
  statuses: Iterable<AlarmStatus>,
  descriptions: ReadonlyMap<string, Pick<AlarmDescription, 'card'>>,
): ReadonlyMap<string, Call> {
  const calls = new Map<string, Call>();
  for (const status of statuses) {
    const card = descriptions.get(status.id)?.card ?? null;
    if (card === null || groupOf(status) === null) continue;
    const known = calls.get(card);
    const mark = worstMark([known?.mark, markOf(status)]);
    if (mark !== null) calls.set(card, { mark, count: (known?.count ?? 0) + 1 });
  }
  return calls;
}
