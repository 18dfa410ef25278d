/**
 * Rows of a table under the keyboard: arrows, Home and End move the focus, and the row that has the focus is the selected one, so
 * that the table is one stop of the Tab key. `onEnter` gets Enter on a row, not on what stands in it.
 */
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';

interface RowKeys {
  /** Of the rows, in order. */
  readonly ids: readonly string[];
  readonly selected: string | null;
  readonly onEnter: (id: string) => void;
  /** The selected row takes the focus when this becomes true. */
  readonly hasFocus: boolean;
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(count - 1, at + 1),
  ArrowUp: at => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, count) => count - 1,
};

export function useRowKeys({ ids, selected, onEnter, hasFocus }: RowKeys) {
  const rows = useRef(new Map<string, HTMLTableRowElement>());
  const isFirst = useRef(true);
  const isEmpty = selected === null;
  useEffect(() => {
    const row = selected === null ? undefined : rows.current.get(selected);
    if (!hasFocus || !isFirst.current || row === undefined) return;
    isFirst.current = false;
    row.focus();
  }, [hasFocus, isEmpty, selected]);
  useEffect(() => {
    if (!hasFocus) isFirst.current = true;
  }, [hasFocus]);
  const rowRef = useCallback(
    (id: string) => (row: HTMLTableRowElement | null) => {
      if (row === null) rows.current.delete(id);
      else rows.current.set(id, row);
    },
    [],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const isOnRow = event.target instanceof HTMLTableRowElement;
    if (!isOnRow || selected === null) return;
    const to = ids[STEPS[event.key]?.(ids.indexOf(selected), ids.length) ?? -1];
    if (to === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === undefined) return onEnter(selected);
    rows.current.get(to)?.focus();
  };
  return { rowRef, onKeyDown };
}
