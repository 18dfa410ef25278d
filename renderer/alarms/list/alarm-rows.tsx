/**
 * The rows themselves, virtualised: of a thousand alarms only those in sight are in the page. One row has the keyboard (roving
 * tabindex) and stays in the page when it is scrolled away, so that the focus is never lost. The list itself takes the focus when its
 * screen is opened: then arrows choose a row, and before that nothing is chosen and nothing stands still.
 */
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { useSession, useTexts } from '../../store/session.ts';
import { placesOf, type RowPlaces, scrollTo, wholeIn, windowOf } from '../../ui/rows/row-window.ts';
import { useDesignPixel, useRowHeight, useSight } from '../../ui/rows/use-sight.ts';
import { isPlainKey, useKeys } from '../desk/use-keys.ts';
import { AlarmRow } from './alarm-row.tsx';
import { EmptyList } from './empty-list.tsx';
import type { OrderedRow } from './frozen-order.ts';
import { GroupHead } from './group-head.tsx';
import { ListHead } from './list-head.tsx';

const ROW_HEIGHT = 42;
const HEAD_HEIGHT = 24;
const SPARE_PX = 300;

export interface RowsHandle {
  /** Ids of the rows that are wholly in sight. */
  page(): readonly string[];
  /** Scrolls a row into sight and gives it the focus. */
  show(id: string): void;
  /** Gives the list the focus, and no row. */
  focus(): void;
}

interface AlarmRowsProps {
  readonly ref: Ref<RowsHandle>;
  readonly rows: readonly OrderedRow[];
  /** Has the keyboard; null while none was chosen. */
  readonly current: string | null;
  /** Its card is open. */
  readonly opened: string | null;
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onInside: (part: 'pointer' | 'focus', isInside: boolean) => void;
  readonly onThaw: () => void;
}

type Item = { readonly head: OrderedRow['group']; readonly count: number } | OrderedRow;

export function AlarmRows(props: AlarmRowsProps): ReactNode {
  const { ref, rows, current, opened, onCurrent, onOpen, onInside } = props;
  const { texts } = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const px = useDesignPixel();
  const rowHeight = useRowHeight()(ROW_HEIGHT);
  const items = useMemo(() => withHeads(rows), [rows]);
  const places = useMemo(
    () => placesOf(items.map(item => ('head' in item ? Math.round(HEAD_HEIGHT * px) : rowHeight))),
    [items, px, rowHeight],
  );
  const sight = useSight(scroller);
  const [from, to] = windowOf(places, sight, SPARE_PX);
  const ids = useMemo(() => rows.map(row => row.id), [rows]);
  const show = useShownRow(scroller, items, places);
  useImperativeHandle(ref, () => ({
    page: () => pageOf(items, places, scroller.current),
    show,
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));
  const onKeyDown = useRowsKeys({ ...props, ids, show });
  const tabStop = current ?? ids[0];
  const currentIndex = items.findIndex(item => 'id' in item && item.id === current);
  const indexes = Array.from({ length: to - from }, (_, i) => from + i);
  if (currentIndex >= 0 && (currentIndex < from || currentIndex >= to)) indexes.push(currentIndex);
  return (
    <div className="alarm-table">
      <ListHead />
      <div
        ref={scroller}
        className="alarm-scroll"
        role="grid"
        aria-label={texts.alarms.title}
        aria-rowcount={rows.length}
        tabIndex={-1}
        data-testid="alarm-list"
        // Not when it enters: a dialog that closes under the pointer tells React of no entering.
        onPointerOver={() => onInside('pointer', true)}
        onPointerLeave={() => onInside('pointer', false)}
        onFocus={event => {
          if (event.target !== event.currentTarget) onInside('focus', true);
        }}
        onBlur={event => {
          if (!event.currentTarget.contains(event.relatedTarget)) onInside('focus', false);
        }}
        onKeyDown={onKeyDown}
      >
        {rows.length === 0 ? <EmptyList /> : null}
        <div className="alarm-canvas" style={{ height: places.total }}>
          {indexes.map(i => {
            const item = items[i];
            const top = places.tops[i] ?? 0;
            const height = (places.tops[i + 1] ?? top) - top;
            if (item === undefined) return null;
            if ('head' in item) return <GroupHead key={item.head} {...item} top={top} height={height} />;
            return (
              <AlarmRow
                key={item.id}
                id={item.id}
                top={top}
                height={height}
                isCurrent={item.id === current}
                isTabStop={item.id === tabStop}
                isOpened={item.id === opened}
                onCurrent={onCurrent}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function withHeads(rows: readonly OrderedRow[]): readonly Item[] {
  return [...Map.groupBy(rows, row => row.group)].flatMap(([head, members]): Item[] => [
    { head, count: members.length },
    ...members,
  ]);
}

function pageOf(items: readonly Item[], places: RowPlaces, scroller: HTMLElement | null): readonly string[] {
  if (scroller === null) return [];
  const sight = { scrollTop: scroller.scrollTop, height: scroller.clientHeight };
  return wholeIn(places, sight).flatMap(i => {
    const item = items[i];
    return item !== undefined && 'id' in item ? [item.id] : [];
  });
}

/** Scrolls a row into sight and gives it the focus once it is in the page. */
function useShownRow(scroller: RefObject<HTMLDivElement | null>, items: readonly Item[], places: RowPlaces) {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(wanted.current)}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  return (id: string): void => {
    const element = scroller.current;
    const index = items.findIndex(item => 'id' in item && item.id === id);
    if (element === null || index < 0) return;
    wanted.current = id;
    element.scrollTop = scrollTo(places, index, { scrollTop: element.scrollTop, height: element.clientHeight });
  };
}

interface RowKeysInput extends AlarmRowsProps {
  readonly ids: readonly string[];
  readonly show: (id: string) => void;
}

const PAGE_ROWS = 10;
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(count - 1, at + 1),
  ArrowUp: at => Math.max(0, at - 1),
  PageDown: (at, count) => Math.min(count - 1, at + PAGE_ROWS),
  PageUp: at => Math.max(0, at - PAGE_ROWS),
  Home: () => 0,
  End: (_at, count) => count - 1,
};

function useRowsKeys({ ids, current, opened, show, onCurrent, onOpen, onThaw }: RowKeysInput) {
  const { desk } = useSession().alarms;
  const moved = (key: string): boolean => {
    const to = ids[STEPS[key]?.(current === null ? -1 : ids.indexOf(current), ids.length) ?? -1];
    if (to === undefined) return false;
    onCurrent(to);
    show(to);
    return true;
  };
  // Whoever has just come to the screen has the focus nowhere.
  useKeys(Object.fromEntries(Object.keys(STEPS).map(key => [key.toLowerCase(), () => void moved(key)])), isNowhere);
  const acknowledge = (id: string): void => {
    // The card follows in a moment; until then one press would mean two alarms.
    if (opened === null || opened === id) void desk.acknowledge([id]);
  };
  const acted = ({ key, shiftKey, repeat }: KeyboardEvent): boolean => {
    if (moved(key)) return true;
    if (key.toLowerCase() === 'n') onThaw();
    else if (current === null || repeat) return false;
    else if (key === ' ' && !shiftKey) acknowledge(current);
    else if (key === 'Enter') onOpen(current);
    else return false;
    return true;
  };
  return (event: KeyboardEvent): void => {
    if (!isPlainKey(pickKey(event)) || !acted(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

const isNowhere = (target: EventTarget | null): boolean => target === document.body;

const pickKey = ({ ctrlKey, altKey, metaKey, nativeEvent, target }: KeyboardEvent) => ({
  ctrlKey,
  altKey,
  metaKey,
  target,
  isComposing: nativeEvent.isComposing,
});
