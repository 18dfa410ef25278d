/** Journals for tests: rows by hand, and random ones made by the real state machine. */
import { type AlarmInput, isHidden, NORMAL_STATE, stateName, step } from '../../../../shared/alarm/state-machine.ts';
import type { AlarmPriority, AlarmState } from '../../../../shared/model/alarm.ts';
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';

export const START = Date.UTC(2026, 9, 1);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

const PLAIN: AlarmJournalRow = {
  sequence: 1,
  time: START,
  received: START,
  id: 'PT-1/H',
  tag: 'PT-1',
  priority: 3,
  area: 'inlet',
  event: 'raise',
  from: 'NORMAL',
  to: 'UNACK',
  value: 4.1,
  limit: 4,
  who: null,
  where: null,
  comment: '',
  isHidden: false,
  isFirstOut: false,
  isAnnounced: false,
  activations: 0,
};

export const row = (part: Partial<AlarmJournalRow>): AlarmJournalRow => ({ ...PLAIN, ...part });

const at = (ms: number): Pick<AlarmJournalRow, 'time' | 'received'> => ({ time: ms, received: ms });
type Part = Partial<AlarmJournalRow>;
export const raise = (ms: number, part: Part = {}): AlarmJournalRow =>
  row({ ...at(ms), event: 'raise', from: 'NORMAL', to: 'UNACK', isAnnounced: true, activations: 1, ...part });
export const clear = (ms: number, part: Part = {}): AlarmJournalRow =>
  row({ ...at(ms), event: 'clear', from: 'UNACK', to: 'RTN_UNACK', ...part });
export const acknowledge = (ms: number, part: Part = {}): AlarmJournalRow =>
  row({ ...at(ms), event: 'acknowledge', from: 'UNACK', to: 'ACK', who: '张工', ...part });

/** In pages of a few rows. */
export async function* paged(rows: readonly AlarmJournalRow[], size = 7): AsyncGenerator<readonly AlarmJournalRow[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
}

const hold = (now: number) => ({ since: now, until: now + HOUR, by: '张工', reason: 'r' });
const BY = { kind: 'expression', of: 'x', hold: null } as const;
const INPUTS: readonly ((now: number) => AlarmInput)[] = [
  ...Array.from({ length: 14 }, (_, i) => () => ({ kind: i % 2 === 0 ? 'raise' : 'clear' }) as const),
  ...Array.from({ length: 2 }, () => () => ({ kind: 'acknowledge' }) as const),
  () => ({ kind: 're-alarm' }),
  now => ({ kind: 'shelve', hold: hold(now) }),
  now => ({ kind: 'remove-from-service', hold: hold(now) }),
  () => ({ kind: 'suppress', by: BY }),
  ...Array.from({ length: 4 }, () => () => ({ kind: 'unshelve' }) as const),
  ...Array.from({ length: 4 }, () => () => ({ kind: 'return-to-service' }) as const),
  ...Array.from({ length: 4 }, () => () => ({ kind: 'unsuppress', by: BY }) as const),
];
const BY_PEOPLE: ReadonlySet<string> = new Set(['acknowledge', 'shelve', 'remove-from-service']);

/** As the engine would write them; `gapMs` is the longest time between two. */
export function randomJournal(random: () => number, { count, gapMs }: { count: number; gapMs: number }) {
  const states = new Map<number, AlarmState>();
  const rows: AlarmJournalRow[] = [];
  let now = START - 2 * HOUR;
  while (rows.length < count) {
    // Bursts and quiet times.
    now += Math.floor(random() < 0.02 ? random() * gapMs : random() ** 2 * 8_000);
    const n = Math.floor(random() ** 2 * 12);
    const state = states.get(n) ?? NORMAL_STATE;
    const input = INPUTS[Math.floor(random() * INPUTS.length)]?.(now) ?? { kind: 'clear' };
    const stepped = step(state, input, { priority: 3, isLatching: n === 5, maxShelveMs: 10 * HOUR });
    if (!stepped.ok) continue;
    states.set(n, stepped.state);
    const wasHidden = isHidden(state);
    rows.push(
      row({
        ...{ sequence: rows.length + 1, received: now, time: now - Math.floor(random() * 900) },
        ...{ id: `T-${n}/H`, tag: `T-${n}`, priority: ((n % 4) + 1) as AlarmPriority },
        ...{
          event: stepped.event,
          from: stateName(state),
          to: stepped.to,
          isHidden: wasHidden && isHidden(stepped.state),
        },
        who: BY_PEOPLE.has(input.kind) ? '张工' : null,
        isAnnounced: stepped.to === 'UNACK' && stepped.from !== 'UNACK',
        activations: input.kind === 'raise' ? 1 : 0,
      }),
    );
  }
  return rows;
}
