/** The alarms: their journal. Each measured program is a process of its own; the folders lie on the disk of the temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalCases } from './alarms/journal-cases.ts';
import type { Bench, BenchCase } from './bench.ts';

export const alarms: Bench = async options => {
  const place = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const cases: Record<string, BenchCase> = {};
  try {
    options.progress('the journal of alarms');
    Object.assign(cases, await journalCases(place, options));
    return { cases };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};
