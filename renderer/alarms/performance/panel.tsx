/** A titled part of the page, and lists that end with how many more there are. */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { useTexts } from '../../store/session.ts';

interface PanelProps {
  readonly title: string;
  readonly note?: string;
  readonly testId: string;
  readonly children: ReactNode;
}

export function Panel({ title, note = '', testId, children }: PanelProps): ReactNode {
  return (
    <section className="performance-panel" aria-label={title} data-testid={testId}>
      <header>
        <h2>{title}</h2>
        <span>{note}</span>
      </header>
      {children}
    </section>
  );
}

interface ShortListProps<T> {
  readonly items: readonly T[];
  readonly most: number;
  readonly columns: number;
  readonly none: string;
  readonly row: (item: T) => ReactNode;
}

/** Rows of a table body. */
export function ShortList<T>({ items, most, columns, none, row }: ShortListProps<T>): ReactNode {
  const words = useTexts().texts.performance;
  const more = items.length - most;
  const last = items.length === 0 ? none : more > 0 ? fill(words.more, { count: String(more) }) : null;
  return (
    <tbody>
      {items.slice(0, most).map(row)}
      {last === null ? null : (
        <tr>
          <td colSpan={columns} className="dim">
            {last}
          </td>
        </tr>
      )}
    </tbody>
  );
}
