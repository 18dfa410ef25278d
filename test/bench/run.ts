/**
 * `npm run bench -- NAME [--json] [--quick] [--minutes N]`: progress on stderr; with --json the last line of stdout is one
 * object `{bench, cases}`. Figures are measured, never asserted. A bench that cannot run says why and exits with 1.
 */
import { parseArgs } from 'node:util';
import type { Bench, BenchResult } from './bench.ts';

const BENCHES: Record<string, () => Promise<Bench>> = {
  poll: async () => (await import('./poll.ts')).poll,
  pipeline: async () => (await import('./pipeline.ts')).pipeline,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      minutes: { type: 'string' },
    },
  });
  const [name = ''] = positionals;
  const load = BENCHES[name];
  if (load === undefined) {
    process.stderr.write(`unknown bench "${name}"; known are ${Object.keys(BENCHES).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  const bench = await load();
  const minutes = values.minutes === undefined ? null : Number(values.minutes);
  const result = await bench({ quick: values.quick, minutes, progress: text => process.stderr.write(`${text}\n`) });
  if (values.json) process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
  else process.stdout.write(table(result));
}

function table({ cases, absent = {} }: BenchResult): string {
  const lines = Object.entries(cases).map(([name, c]) => {
    const ratio = c.ratio === undefined ? '' : `  baseline ${round(c.baseline ?? 0)}  ratio ${round(c.ratio)}`;
    return `${name.padEnd(28)} ${String(round(c.value)).padStart(12)} ${c.unit}${ratio}${c.note ? `  (${c.note})` : ''}`;
  });
  const missing = Object.entries(absent).map(([name, why]) => `${name.padEnd(28)} ${'–'.padStart(12)} ${why}`);
  return `${[...lines, ...missing].join('\n')}\n`;
}

const round = (value: number): number => Number(value.toPrecision(4));

main().catch((error: unknown) => {
  process.stderr.write(`the bench could not run: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
