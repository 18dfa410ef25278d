/**
 * Under the screens of the rail: each area that has an alarm, with the worst of it, on every screen. A press leads to the list of
 * that area. In the order of the project, so that an area is always found in the same direction; where they are more than the rail
 * is high, the worst are shown and the last row counts the others.
 */
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import type { AlarmMark, AlarmMarks } from '../../alarms/alarm-order.ts';
import { lookOf, MarkBadge, useMarks } from '../../alarms/badge/alarm-badge.tsx';
import { type AlarmFilter, NO_FILTER } from '../../alarms/list/alarm-filter.ts';
import { useAreaNames } from '../../alarms/use-alarms.ts';
import { ALARMS } from '../../store/place.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { useRowHeight } from '../../ui/rows/use-sight.ts';
import { type AreaInAlarm, railPlan } from './rail-plan.ts';

/** Design pixels of a row. */
const ROW = 46;
const DENSE_ROW = 34;

export function RailAreas(): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { texts } = useTexts();
  const height = useRoom(box);
  const row = useRowHeight();
  const words = texts.alarms.filter;
  const plan = railPlan(useAreasInAlarm(), { height, row: row(ROW), dense: row(DENSE_ROW) });
  const { rest } = plan;
  return (
    <div ref={box} className={plan.isDense ? 'rail-areas is-dense' : 'rail-areas'} role="group" aria-label={words.area}>
      {plan.shown.map(({ id, name, mark }) => (
        <RailArea
          key={id}
          label={fill(words.oneArea, { area: `${id} ${name}` })}
          filter={{ ...NO_FILTER, area: id }}
          {...{ id, mark }}
        >
          {id}
        </RailArea>
      ))}
      {rest === null ? null : (
        <RailArea
          id="more"
          label={fill(words.moreAreas, { count: String(rest.count) })}
          filter={NO_FILTER}
          mark={rest.mark}
        >
          +{rest.count}
        </RailArea>
      )}
    </div>
  );
}

/** In the order of the project; renders again when one of them looks otherwise. */
function useAreasInAlarm(): readonly AreaInAlarm[] {
  const { pick } = useTexts();
  const marks = useMarks(looksOfAreas);
  return [...useAreaNames()].flatMap(([id, name]) => {
    const mark = marks.areas.get(id);
    return mark === undefined ? [] : [{ id, name: pick(name), mark }];
  });
}

const looksOfAreas = ({ areas }: AlarmMarks): string => [...areas].map(([id, mark]) => `${id} ${lookOf(mark)}`).join();

/** What the rail has for areas, px. */
function useRoom(box: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return height;
}

interface AreaProps {
  readonly id: string;
  readonly label: string;
  readonly mark: AlarmMark;
  readonly filter: AlarmFilter;
  readonly children: ReactNode;
}

/** Its number is what stands there: tags begin with it, and names are longer than the rail is wide. */
function RailArea({ id, label, mark, filter, children }: AreaProps): ReactNode {
  const session = useSession();
  return (
    <button
      type="button"
      className="rail-area"
      title={label}
      aria-label={label}
      data-testid={`rail-area:${id}`}
      onClick={() => {
        session.alarms.filter.set(filter);
        session.place.set(ALARMS);
      }}
    >
      <MarkBadge mark={mark} />
      <b>{children}</b>
    </button>
  );
}
