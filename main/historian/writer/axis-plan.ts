/**
 * What becomes of times that many tags share, worked out once for all of them (writer thread): in order, without corrections, cut
 * at months and into chunks. Tags that are heard together have the very same times, and next to no tag has others.
 */
import { firstAtOrAfter } from '../../../shared/time/first-at-or-after.ts';
import { isSameColumn } from '../sample-bits.ts';
import type { Axis } from '../samples.ts';
import { LONGEST_JUMP_MS } from '../sort-samples.ts';
import { monthOf, monthStart } from '../store/months.ts';

/**
 * Samples of a chunk. Longer ones cost more where a query cuts through one (one is decoded in about 15 µs), shorter ones more
 * bytes for heads (140 B each).
 */
export const CHUNK_SAMPLES = 2_048;
/** Groups of tags that are heard together and whose ids mix. */
const MOST_PLANS = 8;

export interface Piece {
  readonly from: number;
  readonly to: number;
  /** The same object for every tag. */
  readonly axis: Axis;
}

export interface MonthPart {
  readonly month: number;
  readonly count: number;
  readonly pieces: readonly Piece[];
}

interface Plan {
  readonly axis: Axis;
  /** Null when the times need a closer look. */
  readonly parts: readonly MonthPart[] | null;
}

export class AxisPlans {
  /** The last one used comes first. */
  #plans: Plan[] = [];

  /** Null when times are not in order, jump, or come with corrections. */
  partsOf(axis: Axis): readonly MonthPart[] | null {
    const at = this.#plans.findIndex(
      plan => isSameColumn(plan.axis.t, axis.t) && isSameColumn(plan.axis.seq, axis.seq),
    );
    const plan = this.#plans[at] ?? planFor(axis);
    if (at !== 0) this.#plans = [plan, ...this.#plans.filter(other => other !== plan)].slice(0, MOST_PLANS);
    return plan.parts;
  }

  clear(): void {
    this.#plans = [];
  }
}

function planFor({ t, seq }: Axis): Plan {
  // A copy: what came in is memory that is used again.
  const axis = { t: t.slice(), seq: seq.slice() };
  return { axis, parts: isSimple(axis) ? partsOf(axis) : null };
}

function isSimple({ t, seq }: Axis): boolean {
  for (let i = 1; i < t.length; i++) {
    const ms = (t[i] as number) - (t[i - 1] as number);
    if (!(ms > 0 && ms <= LONGEST_JUMP_MS) && !(ms === 0 && seq[i] === seq[i - 1])) return false;
  }
  return true;
}

function partsOf(axis: Axis): MonthPart[] {
  const { t } = axis;
  const parts: MonthPart[] = [];
  for (let from = 0; from < t.length; ) {
    const month = monthOf(t[from] as number);
    const to = firstAtOrAfter(t, monthStart(month + 1), from);
    parts.push({
      month,
      count: to - from,
      pieces: equalPieces(from, to).map(piece => ({ ...piece, axis: cut(axis, piece) })),
    });
    from = to;
  }
  return parts;
}

const cut = ({ t, seq }: Axis, { from, to }: { from: number; to: number }): Axis => ({
  t: t.subarray(from, to),
  seq: seq.subarray(from, to),
});

/** Equal pieces: tags that are heard together are cut at the same places and so share their axes. */
export function equalPieces(from: number, to: number): { readonly from: number; readonly to: number }[] {
  const count = to - from;
  const pieces = Math.ceil(count / CHUNK_SAMPLES);
  return Array.from({ length: pieces }, (_, piece) => ({
    from: from + Math.floor((piece * count) / pieces),
    to: from + Math.floor(((piece + 1) * count) / pieces),
  }));
}
