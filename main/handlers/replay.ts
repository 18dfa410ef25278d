/** How the station was at an instant of the past: values from the history, alarms from their journal. */

import type { OutputOf } from '../../shared/rpc/contract.ts';
import { AlarmBoard } from '../alarms/board/alarm-board.ts';
import type { StationAlarms } from '../alarms/station/station-alarms.ts';
import { areasOf } from './alarms/alarm-outlet.ts';
import type { ParsedInput } from './handlers.ts';

/** Also what the last second has brought. */
export async function alarmsAt(
  { archive, engine, all }: Pick<StationAlarms, 'archive' | 'engine' | 'all'>,
  { at, areas }: ParsedInput<'replay.alarms'>,
  signal: AbortSignal,
): Promise<OutputOf<'replay.alarms'>> {
  await engine.settled();
  const snapshot = await archive.at(at, signal);
  // Time stands still on it: floods and chatter count as they did then.
  const board = new AlarmBoard(
    all.map(({ definition }) => definition),
    snapshot,
    { now: () => at, monotonic: () => 0 },
  );
  return {
    snapshot: true,
    statuses: board.statuses(at),
    counts: board.counts(areasOf(areas)),
    sound: { priority: null, ids: [] },
    sequence: board.sequence,
    isDurable: true,
    lostRows: 0,
  };
}
