/** The same figures by looking at every row again for each of them: slow, and plain enough to be read against the standard. */
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import { HOUR, MINUTE } from './journal-rows.ts';

type Rows = readonly AlarmJournalRow[];
const HIDDEN = { SHELVED: 'shelved', SUPPRESSED: 'suppressed', OOS: 'outOfService' } as const;

export function naivePerformance(all: Rows, from: number, to: number) {
  const rows = all.filter(r => r.received < to);
  const inSpan = rows.filter(r => r.received >= from);
  const calls = rows.filter(r => r.isAnnounced).map(r => r.received);
  const own = inSpan.filter(r => r.isAnnounced);
  const pieces = Array.from({ length: Math.ceil((to - from) / (10 * MINUTE)) }, (_, i) => {
    const start = from + i * 10 * MINUTE;
    return own.filter(r => r.received >= start && r.received < start + 10 * MINUTE).length;
  });
  const shown = inSpan.filter(r => r.event === 'raise' && !r.isHidden);
  const ids = [...new Set(rows.map(r => r.id))];
  const counted = (of: (id: string) => number) =>
    ids
      .map(id => ({ id, activations: of(id) }))
      .filter(s => s.activations > 0)
      .toSorted((a, b) => b.activations - a.activations || (a.id < b.id ? -1 : 1));
  const floods = floodMinutes(calls, from, to);
  return {
    calls: own.length,
    activations: shown.length,
    tenMinutes: pieces,
    floods,
    top: counted(id => shown.filter(r => r.id === id).length),
    chattering: counted(id => chattering(rows, id, from)),
    fleeting: counted(id => fleeting(rows, id, from)),
    byPriority: [1, 2, 3, 4].map(p => own.filter(r => r.priority === p).length),
    stale: ids.filter(id => isStale(rows, id, to)).toSorted(),
    waits: [1, 2, 3, 4].map(p =>
      ids.flatMap(id =>
        waits(
          rows.filter(r => r.id === id && r.priority === p),
          from,
        ),
      ),
    ),
    hidden: hiddenHours(rows, ids, { from, to }),
  };
}

/** Instant for instant over everything that can change the count of the last ten minutes. */
function floodMinutes(calls: readonly number[], from: number, to: number) {
  const instants = [...new Set([...calls, ...calls.map(t => t + 10 * MINUTE)])].toSorted((a, b) => a - b);
  const floods: { from: number; to: number | null }[] = [];
  let isFlood = false;
  for (const now of instants.filter(t => t < to)) {
    const recent = calls.filter(t => t <= now && t > now - 10 * MINUTE).length;
    if (!isFlood && recent > 10) floods.push({ from: now, to: null });
    const last = floods.at(-1);
    if (isFlood && recent < 5 && last !== undefined) last.to = now;
    isFlood = isFlood ? recent >= 5 : recent > 10;
  }
  return floods.filter(f => f.to === null || f.to > from).map(f => ({ ...f, from: Math.max(from, f.from) }));
}

function chattering(rows: Rows, id: string, from: number): number {
  const times = rows.filter(r => r.id === id && r.event === 'raise' && !r.isHidden).map(r => r.received);
  return times.filter((t, i) => {
    const isIn = (a: number) => {
      const [first, third] = [times[a], times[a + 2]];
      return first !== undefined && third !== undefined && third - first < MINUTE;
    };
    return t >= from && (isIn(i) || isIn(i - 1) || isIn(i - 2));
  }).length;
}

function fleeting(rows: Rows, id: string, from: number): number {
  const own = rows.filter(r => r.id === id);
  return own.filter((r, i) => {
    if (r.event !== 'clear' || r.isHidden || r.received < from) return false;
    const start = own.findLastIndex((o, k) => k < i && o.event === 'raise');
    const raised = own[start];
    const isTouched = own.slice(start, i).some(o => o.who !== null);
    return (
      raised !== undefined && !raised.isHidden && !isTouched && r.time - raised.time <= 10_000 && r.time >= raised.time
    );
  }).length;
}

function isStale(rows: Rows, id: string, to: number): boolean {
  const own = rows.filter(r => r.id === id);
  const process = own.findLast(r => r.event === 'raise' || r.event === 'clear');
  const isShown = !Object.keys(HIDDEN).includes(own.at(-1)?.to ?? '');
  return process?.event === 'raise' && to - process.received > 24 * HOUR && isShown;
}

function waits(own: Rows, from: number): number[] {
  const found: number[] = [];
  own.forEach((r, i) => {
    if (r.event !== 'acknowledge' || r.received < from) return;
    const before = own.slice(0, i);
    const since =
      before.findLastIndex(
        o => ['acknowledge', 'shelve', 'remove-from-service'].includes(o.event) || (o.event === 'clear' && o.isHidden),
      ) + 1;
    const called = before.slice(since).find(o => o.isAnnounced);
    if (called !== undefined) found.push(r.received - called.received);
  });
  return found;
}

function hiddenHours(rows: Rows, ids: readonly string[], { from, to }: { from: number; to: number }) {
  const hours = { shelved: 0, suppressed: 0, outOfService: 0 };
  for (const id of ids) {
    const own = rows.filter(r => r.id === id);
    own.forEach((r, i) => {
      const kind = Object.entries(HIDDEN).find(([name]) => name === r.to)?.[1];
      const end = Math.min(own[i + 1]?.received ?? to, to);
      if (kind !== undefined) hours[kind] += Math.max(0, end - Math.max(from, r.received)) / HOUR;
    });
  }
  return hours;
}
