/**
 * A program of its own that records without end, to be killed: `victim.ts ORDER` (JSON, `VictimOrder`). Records the known
 * stream as the time goes, asks for flushes and seals, writes numbered events, and puts every acknowledgement onto its sheet of
 * marks. Ends in peace when its stdin says `stop` or ends.
 */
import { MarkSheet, monotonicMs } from './acknowledgements.ts';
import { EVENT_SOURCE, openKnown } from './history-access.ts';
import { batchesOf, STEP_MS } from './known-stream.ts';

export interface VictimOrder {
  readonly folder: string;
  readonly marks: string;
  /** Epoch ms of tick 0. */
  readonly base: number;
  /** A multiple of `SHUFFLE`. */
  readonly firstTick: number;
  readonly firstEvent: number;
  readonly sealEveryMs: number;
  /** After so many ticks the wall clock, and with it the samples' times, steps by `ms`, a multiple of the shuffle's span. */
  readonly clockStep?: { readonly afterTicks: number; readonly ms: number };
}

const FLUSH_EVERY_TICKS = 4;

const order = JSON.parse(process.argv[2] ?? '') as VictimOrder;
const sheet = new MarkSheet(order.marks);
sheet.started();
let clockOffset = 0;
const clock = { now: () => Date.now() + clockOffset, monotonic: () => performance.now() };
const historian = await openKnown(order.folder, line => sheet.told(line), { clock });
sheet.opened();

let tick = order.firstTick;
/** Ticks handed over. */
let count = 0;
let event = order.firstEvent;
let lastEvent: number | null = null;
const startedAt = monotonicMs();
let sealedAt = startedAt;
let isSealing = false;

function record(): void {
  sheet.tick(tick);
  for (const batch of batchesOf(order.base, tick)) historian.record(batch);
  const recorded = tick++;
  count++;
  if (order.clockStep?.afterTicks === count) {
    clockOffset = order.clockStep.ms;
    tick += order.clockStep.ms / STEP_MS;
  }
  if (count % FLUSH_EVERY_TICKS === 0) failing(historian.flush().then(() => sheet.flushed(recorded)));
}

function write(): void {
  // It has not opened yet: the disk does not let it.
  if (historian.report === null) return;
  lastEvent ??= historian.report.lastEventNumber;
  const numbers = Array.from({ length: 1 + (event % 3) }, () => event++);
  for (const number of numbers) sheet.event(number, 'asked');
  // As the station numbers them: on from what the start found.
  const events = numbers.map(id => ({
    number: (lastEvent = (lastEvent ?? 0) + 1),
    time: clock.now(),
    kind: 'station' as const,
    source: EVENT_SOURCE,
    zh: String(id),
    en: String(id),
  }));
  failing(
    historian.appendEvents(events).then(() => {
      for (const number of numbers) sheet.event(number, 'durable');
    }),
  );
}

function seal(): void {
  if (isSealing || monotonicMs() - sealedAt < order.sealEveryMs) return;
  isSealing = true;
  failing(
    historian.seal().then(() => {
      sheet.sealed();
      sealedAt = monotonicMs();
      isSealing = false;
    }),
  );
}

/** What could not be promised is no end: the disk may be full. */
function failing(promise: Promise<unknown>): void {
  promise.catch((error: unknown) => {
    isSealing = false;
    sheet.told(`refused ${String(error)}`);
  });
}

const beat = setInterval(() => {
  while (count < (monotonicMs() - startedAt) / STEP_MS) record();
  write();
  seal();
}, STEP_MS);

let isEnding = false;
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  clearInterval(beat);
  await historian.stop();
  sheet.stopped();
  process.exit(0);
}
process.stdin.on('data', () => void end());
process.stdin.on('end', () => void end());
