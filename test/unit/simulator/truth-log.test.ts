import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TruthLog } from '../../../main/simulator/control/truth-log.ts';

describe('truth log', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'truth-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('tells the changes of a span and the value that held at its beginning', () => {
    const log = new TruthLog(directory);
    for (let i = 0; i < 10; i += 1) {
      log.add({ time: i * 100, tag: 'A', value: i });
      log.add({ time: i * 100, tag: 'B', value: -i });
    }
    expect(log.query({ tags: ['A'], from: 250, to: 450 })).toEqual([
      { time: 200, tag: 'A', value: 2 },
      { time: 300, tag: 'A', value: 3 },
      { time: 400, tag: 'A', value: 4 },
    ]);
    expect(log.query({ tags: [], from: 900, to: 900 })).toHaveLength(2);
    expect(log.query({ tags: ['nothing'], from: 0, to: 900 })).toEqual([]);
  });

  it('writes ndjson into a ring of files: each bounded, all bounded, the oldest rows gone', async () => {
    const ring = { bytes: 20_000, files: 4 };
    const log = new TruthLog(directory, ring);
    const rows = 3_000;
    for (let time = 0; time < rows; time += 1) {
      log.add({ time, tag: `PT-${1000 + (time % 50)}`, value: 3.2001234567 });
      if (time % 100 === 99) await log.flush();
    }
    expect(readdirSync(directory).toSorted()).toEqual([0, 1, 2, 3].map(i => `truth-${i}.ndjson`));
    for (const name of readdirSync(directory)) {
      const { size } = statSync(join(directory, name));
      expect(size, name).toBeLessThanOrEqual(ring.bytes);
      expect(size, name).toBeGreaterThan(0);
    }
    // Newest file last: what is left is the unbroken tail of what was added.
    const lines = [3, 2, 1, 0].flatMap(i =>
      readFileSync(join(directory, `truth-${i}.ndjson`), 'utf8')
        .trimEnd()
        .split('\n'),
    );
    const kept = lines.map(line => (JSON.parse(line) as { t: number }).t);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => rows - kept.length + i));
    expect(kept.length).toBeLessThan(rows / 2);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ t: 2999, tag: 'PT-1049', v: 3.2001234567 });
  });

  it('goes on in the file of the last run and turns that over as well', async () => {
    const ring = { bytes: 5_000, files: 3 };
    for (let start = 0; start < 6; start += 1) {
      const log = new TruthLog(directory, ring);
      for (let i = 0; i < 50; i += 1) log.add({ time: start * 50 + i, tag: 'PT-1101', value: i });
      await log.flush();
    }
    const sizes = readdirSync(directory).map(name => statSync(join(directory, name)).size);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(ring.bytes);
  });
});
