/**
 * The alarms: from the field to the page and the horn, an avalanche, chatter, their journal, their figures. Each measured program is
 * a process of its own; the folders lie on the disk of the temporary folder. Chatter is counted and not timed, and takes ten
 * minutes: it goes on beside what is measured in other processes meanwhile, and ends before the avalanche begins.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AvalanchePace, avalancheCases } from './alarms/chain/avalanche-cases.ts';
import { chatterCases } from './alarms/chain/chatter-cases.ts';
import { latencyCases } from './alarms/chain/latency-cases.ts';
import { figuresCases } from './alarms/figures-cases.ts';
import { journalCases } from './alarms/journal/journal-cases.ts';
import type { Bench, BenchCase } from './bench.ts';

interface Plan {
  readonly chatterMs: number;
  readonly latencies: number;
  readonly avalanche: AvalanchePace;
}

const FULL: Plan = {
  chatterMs: 600_000,
  latencies: 400,
  avalanche: { seconds: 60, scrollMs: 10_000, actions: 12, calmMs: 60_000 },
};
const QUICK: Plan = {
  chatterMs: 60_000,
  latencies: 60,
  avalanche: { seconds: 20, scrollMs: 4_000, actions: 3, calmMs: 5_000 },
};

export const alarms: Bench = async options => {
  const { quick, progress } = options;
  const plan = quick ? QUICK : FULL;
  const place = mkdtempSync(join(tmpdir(), 'citygate-bench-'));
  const cases: Record<string, BenchCase> = {};
  const absent: Record<string, string> = {};
  // What was measured before stays when one part cannot be measured.
  const part = async (name: string, run: () => Promise<Record<string, BenchCase>>): Promise<void> => {
    progress(name);
    try {
      Object.assign(cases, await run());
    } catch (error) {
      absent[name] = `could not be measured: ${error instanceof Error ? error.message : String(error)}`;
      process.exitCode = 1;
    }
  };
  try {
    progress(`chatter of 10 Hz for ${plan.chatterMs / 60_000} min, beside what follows`);
    const chatter = chatterCases(plan.chatterMs);
    // Told when it is waited for.
    chatter.catch(() => undefined);
    await part('the journal of alarms', () => journalCases(place, options));
    await part('the figures', () => figuresCases(options));
    await part(`${plan.latencies} alarms from the field to page and horn`, () => latencyCases(plan.latencies));
    await part('the rest of the chatter', () => chatter);
    await part('an avalanche', () => avalancheCases(plan.avalanche));
    return { cases, absent };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};
