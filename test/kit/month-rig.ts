/** Month files made without a station: chunks of known samples, and what is in the files afterwards. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Origin, Samples } from '../../main/historian/samples.ts';
import { MonthContents } from '../../main/historian/store/month-contents.ts';
import { monthsIn, openMonthForReading } from '../../main/historian/store/month-file.ts';
import { monthFileName, monthOf } from '../../main/historian/store/months.ts';
import type { ChunkStore } from '../../main/historian/writer/chunk-store.ts';
import type { ChunkTag } from '../../main/historian/writer/month-writer.ts';
import { GOOD } from '../../shared/model/quality.ts';

export const DAY = 86_400_000;

export const tagNo = (id: number, signalClass = 'AI'): ChunkTag => ({
  id,
  name: `T-${id}`,
  class: signalClass,
  interpolation: 'sloped',
  gains: [],
});

/** `count` samples from `t` on, a second apart, values and commits rising from `seq`. */
export function samplesFrom(t: number, count: number, seq = 1): Samples {
  return {
    t: Float64Array.from({ length: count }, (_, i) => t + i * 1_000),
    seq: Float64Array.from({ length: count }, (_, i) => seq + i),
    v: Float64Array.from({ length: count }, (_, i) => Math.sin(seq + i)),
    q: new Uint16Array(count).fill(GOOD),
  };
}

/** One chunk a call, as a seal would store it. */
export function put(store: ChunkStore, tag: ChunkTag, samples: Samples, origin: Origin = 'live'): void {
  const through = origin === 'live' ? (samples.seq.at(-1) ?? 0) : null;
  const own = { ...samples, v: samples.v.map(value => value * tag.id) };
  store.add(tag, own, { origin, policy: { kind: 'all' }, through });
  store.commit();
  store.forgetAxes();
}

/** Times of all samples of a tag over all months. */
export function timesOf(folder: string, id: number): number[] {
  return stored(folder, id).flatMap(samples => [...samples.t]);
}

export function stored(folder: string, id: number): Samples[] {
  return monthsIn(folder).flatMap(month => {
    const db = openMonthForReading(folder, month);
    try {
      const contents = new MonthContents(db);
      return contents.headsOf(id).map(head => contents.samplesOf(head));
    } finally {
      db.close();
    }
  });
}

/** What `look` finds in the month of `t`. */
export function inMonthOf<T>(folder: string, t: number, look: (contents: MonthContents) => T): T {
  const db = openMonthForReading(folder, monthOf(t));
  try {
    return look(new MonthContents(db));
  } finally {
    db.close();
  }
}

/** Turns bits in the stored bytes of a row, where they are in the file; whoever has it open must let go of it first. */
export function spoil(folder: string, t: number, sql: string): void {
  const file = join(folder, monthFileName(monthOf(t)));
  const bytes = inMonthOf(folder, t, ({ db }) => db.prepare<[], Buffer>(sql).pluck().get());
  if (bytes === undefined) throw new Error(`nothing to spoil: ${sql}`);
  const content = readFileSync(file);
  // Also where the row lay before its page was split.
  let at = content.indexOf(bytes);
  if (at < 0) throw new Error('the row lies in more than one piece');
  for (; at >= 0; at = content.indexOf(bytes, at + 1)) {
    const middle = at + (bytes.length >> 1);
    content[middle] = (content[middle] ?? 0) ^ 0x10;
  }
  writeFileSync(file, content);
}
