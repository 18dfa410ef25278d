/** The last activations of one alarm out of the rows of its journal: at what value, for how long, acknowledged after what and by whom. Pure. */
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';

export interface Activation {
  readonly sequence: number;
  readonly at: number;
  readonly value: number | null;
  /** Null while it lasts, or where the rows do not tell its end. */
  readonly lastedMs: number | null;
  readonly isActive: boolean;
  readonly acknowledgedAfterMs: number | null;
  readonly who: string | null;
  readonly isHidden: boolean;
}

/** `rows` newest first, as the journal gives them; at most `most` activations, newest first. */
export function activationsOf(rows: readonly AlarmJournalRow[], most: number): readonly Activation[] {
  const found: Activation[] = [];
  for (const row of rows.toReversed()) take(found, row);
  return found.toReversed().slice(0, most);
}

function take(found: Activation[], row: AlarmJournalRow): void {
  const last = found.at(-1);
  const change = (part: Partial<Activation>): void => {
    if (last !== undefined) found[found.length - 1] = { ...last, ...part };
  };
  switch (row.event) {
    case 'raise':
      found.push(begun(row));
      return;
    case 'clear':
    case 'retire':
      if (last?.isActive === true) change({ lastedMs: row.time - last.at, isActive: false });
      return;
    case 'acknowledge':
      if (last !== undefined && last.acknowledgedAfterMs === null) {
        change({ acknowledgedAfterMs: row.time - last.at, who: row.who });
      }
      return;
    default:
  }
}

const begun = ({ sequence, time, value, isHidden }: AlarmJournalRow): Activation => ({
  sequence,
  at: time,
  value,
  lastedMs: null,
  isActive: true,
  acknowledgedAfterMs: null,
  who: null,
  isHidden,
});
