/**
 * The badge on a button that filters by priority: in the colour of its alarms while some of them stand or the button is pressed, else
 * grey with shape and digit. Where nothing is wrong nothing has an alarm's colour.
 */
import type { ReactNode } from 'react';
import type { AlarmCounts, AlarmPriority } from '../../../shared/model/alarm.ts';
import { useObservable, useSession } from '../../store/session.ts';
import { Badge } from './badge.tsx';

interface FilterBadgeProps {
  readonly priority: AlarmPriority;
  /** Priorities whose buttons are pressed; empty = all are shown. */
  readonly pressed: readonly AlarmPriority[];
}

export function FilterBadge({ priority, pressed }: FilterBadgeProps): ReactNode {
  const summary = useObservable(useSession().alarms.book.summary);
  return <Badge priority={priority} look={filterLook({ priority, pressed }, summary?.counts ?? null)} />;
}

type StandingCounts = Pick<AlarmCounts, 'unacknowledged' | 'active'>;

/** `counts` of what stands now; null while nobody knows. */
export function filterLook(
  { priority, pressed }: FilterBadgeProps,
  counts: StandingCounts | null,
): 'acknowledged' | 'none' {
  if (pressed.length > 0) return pressed.includes(priority) ? 'acknowledged' : 'none';
  const standing = (counts?.active[priority - 1] ?? 0) + (counts?.unacknowledged[priority - 1] ?? 0);
  return standing > 0 ? 'acknowledged' : 'none';
}
