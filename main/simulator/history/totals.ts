/**
 * Keeps the totalisers of the month back until its end is known, and then moves them so that they end where the live meters
 * stand: a total that fell at the seam would read as a meter that was replaced. Pure; seven tags, some 30 MB for a month.
 */
import type { ProjectTag } from '../../project/types.ts';
import { toEngineering } from '../../tags/scaling.ts';
import { registerReading } from './register-reading.ts';
import type { DemoBatch } from './sample-blocks.ts';
import { isTotaliser } from './scan-groups.ts';

export class Totals {
  readonly #tags: ReadonlyMap<string, ProjectTag>;
  readonly #ends: Readonly<Record<string, number>>;
  readonly #kept: DemoBatch[] = [];

  /** @param ends where totals end, by tag; others end at their `normal` */
  constructor(tags: readonly ProjectTag[], ends: Readonly<Record<string, number>>) {
    this.#tags = new Map(tags.map(tag => [tag.name, tag]));
    this.#ends = ends;
  }

  /** @returns what holds no total */
  keep(batches: readonly DemoBatch[]): readonly DemoBatch[] {
    if (batches.length === 0) return batches;
    const isTotal = ({ columns }: DemoBatch) => columns.some(({ tag }) => isTotaliser(tag));
    this.#kept.push(...batches.filter(isTotal));
    return batches.filter(batch => !isTotal(batch));
  }

  /** The kept batches with their totals moved, in the order in which they came. */
  *moved(): Generator<DemoBatch> {
    const moves = new Map<string, (value: number) => number>();
    for (const name of new Set(this.#kept.flatMap(({ columns }) => columns.map(({ tag }) => tag)))) {
      moves.set(name, this.#move(name));
    }
    for (const { t, columns } of this.#kept) {
      yield { t, columns: columns.map(column => ({ ...column, v: column.v.map(moves.get(column.tag) ?? same) })) };
    }
  }

  #move(name: string): (value: number) => number {
    const tag = this.#tags.get(name);
    const end = this.#ends[name] ?? tag?.normal ?? null;
    if (tag === undefined || end === null) return same;
    const by = end - this.#lastOf(name);
    const reading = registerReading(tag);
    // Through the registers again, because the live meter has no value between two of its steps; and never above the end.
    return value =>
      Number.isNaN(value) ? value : Math.min(end, toEngineering(tag.scaling, reading(Math.max(0, value + by))));
  }

  #lastOf(name: string): number {
    for (const { columns } of this.#kept.toReversed()) {
      const value = columns.find(({ tag }) => tag === name)?.v.findLast(v => !Number.isNaN(v));
      if (value !== undefined) return value;
    }
    return 0;
  }
}

const same = (value: number): number => value;
