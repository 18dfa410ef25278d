/**
 * Measured program: opens a folder with a past in it, asks one kind of question and tells how long the answers took, ms. The first
 * one is that of a fresh process; start of the reader thread included.
 */
import { answer, orderOf } from './measured.ts';
import { mixTags } from './mix.ts';
import { historianForBench } from './open.ts';

export interface QueryOrder {
  readonly folder: string;
  readonly tags: number;
  readonly question: 'trend' | 'raw' | 'slice' | 'last-values';
  /** Of the past; a trend is over all of it, `raw` over the last 24 h of it, a slice somewhere in it. */
  readonly from: number;
  readonly to: number;
  /** Pens of the trend. */
  readonly pens: number;
  readonly times: number;
  /** Each question is about a span a little earlier than the one before: a person who pans, not one who draws again. */
  readonly isMoving: boolean;
}

export interface Asked {
  readonly ms: readonly number[];
  /** Samples or buckets of one answer: that it was one. */
  readonly size: number;
  /** Time until the last values were known, and how many. */
  readonly lastMs: number;
  readonly lastCount: number;
  /** Time until the writer thread was open and had replayed the journal. */
  readonly openMs: number;
}

const COLUMNS = 2_000;
const DAY_MS = 86_400_000;
const MOVED_MS = 997_000;

const order = orderOf<QueryOrder>();
const tags = mixTags(order.tags, 'AI');
const names = tags.map(({ name }) => name);
const openedAt = performance.now();
const historian = historianForBench(order.folder, tags);
const lastCount = historian.lastValues?.tag.length ?? 0;
const lastMs = performance.now() - openedAt;
await historian.started();
const openMs = performance.now() - openedAt;

async function ask(n: number): Promise<number> {
  const { question, pens, isMoving } = order;
  const moved = isMoving ? n * MOVED_MS : 0;
  const [from, to] = [order.from - moved, order.to - moved];
  switch (question) {
    case 'trend': {
      const series = await historian.trend({ tags: names.slice(0, pens), from, to, columns: COLUMNS });
      return series.reduce((sum, { buckets, samples }) => sum + (buckets?.min.length ?? samples?.t.length ?? 0), 0);
    }
    case 'raw': {
      let size = 0;
      for await (const { t } of historian.stream(names[0] ?? '', { from: to - DAY_MS, to, bounds: false }))
        size += t.length;
      return size;
    }
    case 'slice': {
      // Elsewhere each time, else only the first one would look.
      const at = from + ((to - from) * (((n + 1) * 37) % 100)) / 100;
      return (await historian.slice(names, at)).filter(({ value }) => value !== null).length;
    }
    case 'last-values':
      return lastCount;
  }
}

const ms: number[] = [];
let size = 0;
for (let n = 0; n < order.times; n++) {
  const startedAt = performance.now();
  size = await ask(n);
  ms.push(performance.now() - startedAt);
}
// After a question about the start the folder is to stay as a power cut left it.
if (order.question !== 'last-values') await historian.stop();
answer({ ms, size, lastMs, lastCount, openMs } satisfies Asked);
process.exit(0);
