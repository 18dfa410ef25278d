/**
 * Measured program: brings a past into a historian's folder through its import, tags side by side, as fast as it takes it, and ends in
 * order; or records some time more and ends as in a power cut.
 */
import { once } from 'node:events';
import type { ImportBatch, ImportReply } from '../../../main/historian/import-messages.ts';
import { GOOD } from '../../../shared/model/quality.ts';
import { seededRandom } from '../../kit/random.ts';
import { answer, bytesBelow, orderOf } from './measured.ts';
import { mixTags } from './mix.ts';
import { openForBench } from './open.ts';

export interface FillOrder {
  readonly folder: string;
  readonly tags: number;
  /** Epoch ms. */
  readonly from: number;
  readonly samplesPerTag: number;
  /** Between samples; 1,000 unless told, ms. */
  readonly stepMs?: number;
  /** Seconds that are recorded behind it and left in the journal. */
  readonly liveS: number;
}

export interface Filled {
  readonly samples: number;
  readonly wallMs: number;
  readonly bytes: number;
}

const MOST_VALUES = 65_536;
/** Of many tags as many rows as a seal puts into a chunk of each. */
const SEAL_ROWS = 2_048;
/** Values that come again: making a year of them would take longer than storing it. */
const ROUND = 100_003;
/** As in the mix. */
const JITTER_MS = 9;

const order = orderOf<FillOrder>();
const tags = mixTags(order.tags, 'AI');
const random = seededRandom(3);

/** A pressure in hundredths of a per cent with noise and a daily course; the spike that must be seen is put in once a month. */
const noise = Float64Array.from({ length: ROUND }, () => Math.fround(4_000 + 20 * random() + 20 * random()));
const SPIKE_EVERY = 2_592_000;

function column(tag: number, first: number, rows: number): Float64Array<ArrayBuffer> {
  const v = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const n = first + i;
    v[i] = n % SPIKE_EVERY === 1_234_567 ? 9_999 : (noise[(n + tag * 977) % ROUND] ?? 0);
  }
  return v;
}

const historian = await openForBench(order.folder, tags);
const port = historian.openImport('backfill');
const startedAt = performance.now();
const stepMs = order.stepMs ?? 1_000;
const mostRows = Math.max(SEAL_ROWS, Math.floor(MOST_VALUES / order.tags));
let id = 0;
for (let first = 0; first < order.samplesPerTag; first += mostRows) {
  const rows = Math.min(mostRows, order.samplesPerTag - first);
  const t = Float64Array.from(
    { length: rows },
    (_, i) => order.from + (first + i) * stepMs + Math.floor(random() * JITTER_MS),
  );
  const columns = tags.map(({ name }, tag) => ({ tag: name, v: column(tag, first, rows) }));
  const batch: ImportBatch = { kind: 'import', id: ++id, t, columns };
  const replied = once(port, 'message');
  port.postMessage(
    batch,
    [t, ...columns.map(c => c.v)].map(({ buffer }) => buffer),
  );
  const [reply] = (await replied) as [ImportReply];
  if (reply.kind === 'refused') throw new Error(`the import was refused: ${reply.why}`);
}
port.postMessage({ kind: 'end' });
await historian.flush();
const wallMs = performance.now() - startedAt;
const filled = { samples: order.samplesPerTag * order.tags, wallMs, bytes: bytesBelow(order.folder) };

/** The last few tags speak once and are silent from then on: their last values are the farthest to find. */
const SILENT = 5;
const liveFrom = Date.now() - order.liveS * 1_000;
for (let s = 0; s < order.liveS; s++) {
  const count = s === 0 ? order.tags : order.tags - SILENT;
  historian.record({
    handles: Uint32Array.from({ length: count }, (_, handle) => handle),
    t: new Float64Array(count).fill(liveFrom + s * 1_000),
    v: Float64Array.from({ length: count }, (_, tag) => noise[(s + tag * 977) % ROUND] ?? 0),
    q: new Uint16Array(count).fill(GOOD),
  });
  await historian.flush();
}
if (order.liveS === 0) await historian.stop();
answer(filled satisfies Filled);
process.exit(0);
