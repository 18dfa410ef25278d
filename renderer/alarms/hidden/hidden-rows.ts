/** Which alarms are hidden, why, by whom and until when: one row a piece, the one that comes back first on top. Pure. */
import type { AlarmHold, AlarmStatus, AlarmSuppression } from '../../../shared/model/alarm.ts';

export interface HiddenRow {
  readonly status: AlarmStatus;
  readonly kind: 'shelved' | 'suppressed' | 'out-of-service';
  readonly hold: AlarmHold | null;
  readonly because: readonly AlarmSuppression[];
}

export function hiddenRows(statuses: Iterable<AlarmStatus>, tab: 'shelved' | 'hidden'): readonly HiddenRow[] {
  return [...statuses]
    .flatMap((status): HiddenRow[] => {
      const row = rowOf(status);
      return row !== null && (row.kind === 'shelved') === (tab === 'shelved') ? [row] : [];
    })
    .toSorted(
      (a, b) => endOf(a) - endOf(b) || a.status.priority - b.status.priority || (a.status.id < b.status.id ? -1 : 1),
    );
}

function rowOf(status: AlarmStatus): HiddenRow | null {
  const { shelved, suppressed, outOfService } = status.record.state;
  switch (status.name) {
    case 'OOS':
      return { status, kind: 'out-of-service', hold: outOfService, because: [] };
    case 'SUPPRESSED':
      return {
        status,
        kind: 'suppressed',
        hold: suppressed.find(by => by.hold !== null)?.hold ?? null,
        because: suppressed,
      };
    case 'SHELVED':
      return { status, kind: 'shelved', hold: shelved, because: [] };
    default:
      return null;
  }
}

const endOf = ({ hold }: HiddenRow): number => hold?.until ?? Number.MAX_SAFE_INTEGER;
