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

  it('writes ndjson and stays within its ring of files', async () => {
    const log = new TruthLog(directory);
    for (let part = 0; part < 12; part += 1) {
      for (let i = 0; i < 100_000; i += 1)
        log.add({ time: 1_795_341_263_034 + i, tag: `PT-${1000 + (i % 50)}`, value: 3.2001234567 + i * 1e-6 });
      await log.flush();
    }
    const files = readdirSync(directory);
    const size = files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
    expect(files.length).toBeLessThanOrEqual(8);
    expect(size).toBeLessThan(80 * 1024 * 1024);
    const [line] = readFileSync(join(directory, 'truth-0.ndjson'), 'utf8').split('\n', 1);
    expect(JSON.parse(line ?? '')).toEqual({ t: 1_795_341_263_034, tag: 'PT-1000', v: 3.2001234567 });
  }, 30_000);
});
