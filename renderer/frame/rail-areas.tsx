/**
 * Under the screens of the rail: each area that has an alarm, with the worst of it, on every screen. A press leads to the list of
 * that area. In the order of the project, so that an area is always found in the same direction.
 */
import { type ReactNode, useCallback } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import type { AlarmMarks } from '../alarms/alarm-order.ts';
import { useAlarmMark } from '../alarms/badge/alarm-badge.tsx';
import { Badge } from '../alarms/badge/badge.tsx';
import { NO_FILTER } from '../alarms/list/alarm-filter.ts';
import { useAreaNames } from '../alarms/use-alarms.ts';
import { ALARMS } from '../store/place.ts';
import { useSession, useTexts } from '../store/session.ts';

export function RailAreas(): ReactNode {
  const { texts, pick } = useTexts();
  return (
    <div className="rail-areas" role="group" aria-label={texts.alarms.filter.area}>
      {[...useAreaNames()].map(([id, name]) => (
        <RailArea key={id} id={id} name={pick(name)} />
      ))}
    </div>
  );
}

/** Its number is what stands there: tags begin with it, and names are longer than the rail is wide. */
function RailArea({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.filter;
  const mark = useAlarmMark(useCallback((marks: AlarmMarks) => marks.areas.get(id) ?? null, [id]));
  if (mark === null) return null;
  const label = fill(words.oneArea, { area: `${id} ${name}` });
  return (
    <button
      type="button"
      className="rail-area"
      title={label}
      aria-label={label}
      data-testid={`rail-area:${id}`}
      onClick={() => {
        session.alarms.filter.set({ ...NO_FILTER, area: id });
        session.place.set(ALARMS);
      }}
    >
      <Badge {...mark} />
      <b>{id}</b>
    </button>
  );
}
