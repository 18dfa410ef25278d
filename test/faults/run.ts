/**
 * `npm run faults -- NAME [--json] [--quick] [--runs N] [--seed N]`: breaks things at random instants and counts what that cost.
 * Output as that of the benches: progress on stderr, with --json one object `{bench, cases}` as the last line of stdout. Ends with
 * 1 when anything was lost or corrupted that must not be, or when it could not run; with 2 when it was asked for wrongly.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FaultOptions, Tally } from './tally.ts';

const FAULTS: Record<string, () => Promise<(options: FaultOptions) => Promise<void>>> = {
  alarms: async () => (await import('./alarms.ts')).alarmFaults,
  historian: async () => (await import('./historian.ts')).historianFaults,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const [name = ''] = positionals;
  const load = FAULTS[name];
  if (load === undefined) {
    const known = Object.keys(FAULTS).join(', ');
    process.stderr.write(
      `没有名为“${name}”的故障试验；可用：${known}\nunknown fault run "${name}"; known are ${known}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const runs = values.runs === undefined ? null : Number(values.runs);
  if (runs !== null && !(Number.isInteger(runs) && runs > 0)) {
    const given = values.runs;
    process.stderr.write(
      `--runs 应为大于 0 的整数，而不是“${given}”\n--runs must be a whole number above 0, got "${given}"\n`,
    );
    process.exitCode = 2;
    return;
  }
  // A new one each time: runs add up; the one of a failure is printed.
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  const folder = mkdtempSync(join(tmpdir(), 'citygate-faults-'));
  const tally = new Tally();
  const since = (): string => `${(performance.now() / 1_000).toFixed(0)} s`.padStart(6);
  const progress = (text: string): void => void process.stderr.write(`${since()} ${text}\n`);
  progress(`seed ${seed}`);
  try {
    const run = await load();
    await run({ quick: values.quick, runs, seed, folder, tally, progress });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  report(name, tally, values.json);
}

function report(name: string, tally: Tally, isJson: boolean): void {
  for (const problem of tally.problems) process.stderr.write(`${problem}\n`);
  const cases = tally.cases();
  const { absent } = tally;
  if (isJson) process.stdout.write(`${JSON.stringify({ bench: name, cases, absent })}\n`);
  else {
    for (const [label, c] of Object.entries(cases)) {
      process.stdout.write(
        `${label.padEnd(24)} ${String(c.value).padStart(8)} ${c.unit}${c.note ? `  (${c.note})` : ''}\n`,
      );
    }
    for (const [label, why] of Object.entries(absent))
      process.stdout.write(`${label.padEnd(24)} ${'–'.padStart(8)} ${why}\n`);
  }
  if (!tally.isFine) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `the fault run could not run / 无法进行故障试验: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
});
