/** How the historian is doing. */
import type { HistoryStatus } from '../../../shared/model/history.ts';
import type { StationParts } from '../station-parts.ts';

/** What nobody has looked up on the disk is null. */
export function historyStatus({ historian }: { historian: Pick<StationParts['historian'], 'figures'> }): HistoryStatus {
  const { trouble, ...figures } = historian.figures;
  return {
    state: stateOf(trouble),
    trouble,
    ...figures,
    totalSamples: null,
    totalBytes: null,
    oldestAt: null,
    freeBytes: null,
    bytesPerDay: null,
    fullAt: null,
    reserveBytes: null,
    lastBackup: null,
    lastCheck: null,
    hasDemoData: false,
  };
}

function stateOf(trouble: StationParts['historian']['figures']['trouble']): HistoryStatus['state'] {
  if (trouble === null) return 'recording';
  return trouble === 'failed' ? 'failed' : 'paused';
}
