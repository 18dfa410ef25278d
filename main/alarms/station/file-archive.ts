/**
 * A plain archive of the alarms (main thread): every row a line of JSON in `alarms.jsonl` of the data folder, forced to the disk
 * before it is acknowledged, and all of them in memory. It stands where the one of the historian will; questions walk through
 * everything, so it is for stations of tests.
 */
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type {
  AlarmContext,
  AlarmJournalFilter,
  AlarmJournalPage,
  AlarmJournalRow,
} from '../../../shared/model/alarm-journal.ts';
import type { AlarmArchive } from '../journal/alarm-archive.ts';
import type { AlarmSnapshot } from '../journal/alarm-journal.ts';
import { snapshotOf } from '../journal/fold.ts';

type Line =
  | { readonly kind: 'row'; readonly row: AlarmTransition }
  | { readonly kind: 'context'; readonly context: StoredContext };

interface StoredContext extends Omit<AlarmContext, 'series'> {
  readonly series: readonly {
    tag: string;
    t: readonly number[];
    v: readonly (number | null)[];
    q: readonly number[];
  }[];
}

export class FileArchive implements AlarmArchive {
  readonly snapshot: AlarmSnapshot;
  readonly #file: FileHandle;
  readonly #rows: AlarmTransition[];
  readonly #contexts = new Map<number, StoredContext>();

  private constructor(file: FileHandle, lines: readonly Line[], now: number) {
    this.#file = file;
    this.#rows = lines.flatMap(line => (line.kind === 'row' ? [line.row] : []));
    for (const line of lines) if (line.kind === 'context') this.#contexts.set(line.context.sequence, line.context);
    this.snapshot = snapshotOf(this.#rows, now);
  }

  static async open(folder: string, now: number): Promise<FileArchive> {
    const name = join(folder, 'alarms.jsonl');
    const lines: Line[] = [];
    if (existsSync(name)) {
      for await (const text of createInterface(createReadStream(name))) lines.push(...lineOf(text));
    }
    return new FileArchive(await open(name, 'a'), lines, now);
  }

  async append(rows: readonly AlarmTransition[]): Promise<void> {
    await this.#write(rows.map(row => ({ kind: 'row', row })));
    this.#rows.push(...rows);
  }

  page(
    filter: AlarmJournalFilter,
    { before, limit }: { readonly before: number | null; readonly limit: number },
  ): Promise<AlarmJournalPage> {
    const found = this.#rows.filter(row => (before === null || row.sequence < before) && fits(row, filter));
    const rows = found.slice(-limit).toReversed().map(withoutState);
    return Promise.resolve({ rows, next: found.length > limit ? (rows.at(-1)?.sequence ?? null) : null });
  }

  async *rows(filter: AlarmJournalFilter): AsyncGenerator<readonly AlarmJournalRow[]> {
    yield this.#rows.filter(row => fits(row, filter)).map(withoutState);
  }

  async keepContext(context: AlarmContext): Promise<void> {
    const series = context.series.map(({ tag, t, v, q }) => ({ tag, t: [...t], v: [...v], q: [...q] }));
    const stored = { ...context, series };
    await this.#write([{ kind: 'context', context: stored }]);
    this.#contexts.set(context.sequence, stored);
  }

  context(sequence: number): Promise<AlarmContext | null> {
    const stored = this.#contexts.get(sequence);
    if (stored === undefined) return Promise.resolve(null);
    const series = stored.series.map(({ tag, t, v, q }) => ({
      tag,
      t: Float64Array.from(t),
      v: Float64Array.from(v, value => value ?? Number.NaN),
      q: Uint16Array.from(q),
    }));
    return Promise.resolve({ ...stored, series });
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(lines: readonly Line[]): Promise<void> {
    await this.#file.appendFile(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
    await this.#file.datasync();
  }
}

/** A line that a power cut has torn is none. */
function lineOf(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function withoutState({ after: _after, ...row }: AlarmTransition): AlarmJournalRow {
  return row;
}

const has = <T>(wanted: readonly T[] | undefined, value: T): boolean => wanted?.includes(value) ?? true;
const holds = (part: string | undefined, text: string): boolean =>
  part === undefined || text.toLowerCase().includes(part.toLowerCase());

function fits(row: AlarmTransition, filter: AlarmJournalFilter): boolean {
  const { from, to, ids, areas, priorities, events, states, who, text } = filter;
  if (row.received < from || row.received >= to || !isOfTag(row, filter.tags)) return false;
  const isOfKind = has(priorities, row.priority) && has(events, row.event) && has(states, row.to);
  const isOfText = holds(who, row.who ?? '') && holds(text, `${row.id} ${row.comment}`);
  return has(ids, row.id) && has(areas, row.area) && isOfKind && isOfText;
}

const isOfTag = ({ tag }: AlarmTransition, tags: readonly string[] | undefined): boolean =>
  tags === undefined || (tag !== null && tags.includes(tag));
