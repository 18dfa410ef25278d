/**
 * What somebody saw of the alarms when they asked to acknowledge an area, for as long as they write a comment. Pure. Priority 1 is never
 * meant.
 */
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { AlarmBook } from '../../store/alarm-book.ts';

export interface AreaSight {
  /** Number of the last row that was shown. */
  readonly sequence: number;
  /** When each alarm that waited for somebody had come, epoch ms, by id. */
  readonly waiting: ReadonlyMap<string, number | null>;
}

type Book = Pick<AlarmBook, 'all' | 'summary'>;

export function areaSight(book: Book): AreaSight {
  const open = [...book.all()].filter(status => status.isUnacknowledged);
  return {
    sequence: book.summary.get()?.sequence ?? 0,
    waiting: new Map(open.map(({ id, record }) => [id, record.raisedAt])),
  };
}

const isSeen = ({ waiting }: AreaSight, { id, record }: AlarmStatus): boolean =>
  waiting.has(id) && waiting.get(id) === record.raisedAt;

const openOf = (book: Book, area: string): readonly AlarmStatus[] =>
  [...book.all()].filter(status => status.area === area && status.priority !== 1 && status.isUnacknowledged);

/** Of what was seen, what nobody has acknowledged meanwhile. */
export const stillWaiting = (sight: AreaSight, book: Book, area: string): readonly AlarmStatus[] =>
  openOf(book, area).filter(status => isSeen(sight, status));

/** How many have come since, or again. */
export const cameSince = (sight: AreaSight, book: Book, area: string): number =>
  openOf(book, area).filter(status => !isSeen(sight, status)).length;
