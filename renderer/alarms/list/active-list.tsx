/**
 * The list of standing alarms: filters, rows whose order stands still under pointer and keyboard, and what can be done with them.
 * The list renders again for a new order, never for a change of one alarm: a row follows its own.
 */
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useObservable, useSession } from '../../store/session.ts';
import { isIn } from '../alarm-order.ts';
import { useAllAlarms } from '../use-alarms.ts';
import { areasShown, matcherOf } from './alarm-filter.ts';
import { AlarmRows, type RowsHandle } from './alarm-rows.tsx';
import { FilterBar } from './filter-bar.tsx';
import { nextOrder, type OrderedRow, orderedRows, type ShownOrder } from './frozen-order.ts';
import { ListActions } from './list-actions.tsx';

interface ActiveListProps {
  readonly selected: string | null;
  readonly onOpen: (id: string) => void;
}

export function ActiveList({ selected, onOpen }: ActiveListProps): ReactNode {
  const handle = useRef<RowsHandle>(null);
  const [chosen, setChosen] = useState<string | null>(selected);
  const { order, isFrozen, setInside, thaw } = useFrozenOrder();
  // Never the first row for want of another: it may have come in this moment.
  const current = order.rows.some(row => row.id === chosen) ? chosen : null;
  useSameAlarm({ current, selected, onCurrent: setChosen, onOpen });
  useEffect(() => handle.current?.focus(), []);
  return (
    <div className="active-list" data-frozen={isFrozen}>
      <FilterBar waiting={order.waiting.length} isFrozen={isFrozen} onThaw={thaw} />
      <AlarmRows
        ref={handle}
        rows={order.rows}
        current={current}
        opened={selected}
        onCurrent={setChosen}
        onOpen={onOpen}
        onInside={setInside}
        onThaw={thaw}
      />
      <ListActions current={current} rows={order.rows} list={handle} onOpen={onOpen} />
    </div>
  );
}

/** The hand that goes through the rows rests so long before their cards are read, ms. */
const FOLLOW_MS = 120;

interface SameAlarm extends ActiveListProps {
  readonly current: string | null;
  readonly onCurrent: (id: string) => void;
}

/** Card and keyboard mean the same alarm: the row that of a card opened from elsewhere, and an open card that of the row. */
function useSameAlarm({ current, selected, onCurrent, onOpen }: SameAlarm): void {
  useEffect(() => {
    if (selected !== null) onCurrent(selected);
  }, [selected, onCurrent]);
  useEffect(() => {
    if (selected === null || current === null || current === selected) return undefined;
    const timer = setTimeout(() => onOpen(current), FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [current, selected, onOpen]);
}

/** The order of the rows; frozen while pointer or keyboard are inside, thawed by leaving, by a key or by another filter. */
function useFrozenOrder() {
  const { alarms, preferences } = useSession();
  const { descriptions, filter } = alarms;
  const areas = useObservable(preferences.areas);
  const all = useAllAlarms();
  const known = useObservable(descriptions);
  const wanted = useObservable(filter);
  const inside = useRef({ pointer: false, focus: false });
  const [isFrozen, setFrozen] = useState(false);
  const [thaws, setThaws] = useState(0);
  const kept = useRef<{ rows: readonly OrderedRow[]; filter: unknown; thaws: number }>({
    rows: [],
    filter: null,
    thaws,
  });
  const order = useMemo((): ShownOrder => {
    const rows = orderedRows(all.filter(isIn(areasShown(wanted, areas))), matcherOf(wanted, known));
    const isSameView = kept.current.filter === wanted && kept.current.thaws === thaws;
    return nextOrder(isSameView ? kept.current.rows : [], rows, isFrozen);
  }, [all, known, wanted, areas, isFrozen, thaws]);
  kept.current = { rows: order.rows, filter: wanted, thaws };
  const setInside = useCallback((part: 'pointer' | 'focus', isInside: boolean) => {
    inside.current[part] = isInside;
    setFrozen(inside.current.pointer || inside.current.focus);
  }, []);
  const thaw = useCallback(() => setThaws(count => count + 1), []);
  return { order, isFrozen, setInside, thaw };
}
