/**
 * `npm run bench -- NAME [--json] [--quick] [--minutes N | --hours N]`: builds what is out of date, then measures the built program. Progress
 * on stderr; with --json the last line of stdout is one object `{bench, cases}`. Figures are measured, never asserted. A bench
 * that cannot run says why and exits with 1; one that was asked for wrongly exits with 2.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isBuilt } from '../../scripts/lib/source-hash.mjs';
import { projectRoot } from '../kit/build.ts';
import type { Bench, BenchResult } from './bench.ts';

const BENCHES: Record<string, () => Promise<Bench>> = {
  alarms: async () => (await import('./alarms.ts')).alarms,
  poll: async () => (await import('./poll.ts')).poll,
  pipeline: async () => (await import('./pipeline.ts')).pipeline,
  historian: async () => (await import('./historian.ts')).historian,
  hmi: async () => (await import('./hmi.ts')).hmi,
  recorder: async () => (await import('./recorder.ts')).recorder,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      hours: { type: 'string' },
    },
  });
  const [name = ''] = positionals;
  const load = BENCHES[name];
  if (load === undefined) {
    const known = Object.keys(BENCHES).join(', ');
    process.stderr.write(`没有名为“${name}”的测量；可用：${known}\nunknown bench "${name}"; known are ${known}\n`);
    process.exitCode = 2;
    return;
  }
  const minutes = minutesOf(values);
  if (minutes !== null && !(minutes > 0)) {
    const given = values.minutes ?? values.hours;
    process.stderr.write(
      `--minutes 和 --hours 应为大于 0 的数,而不是“${given}”\n--minutes and --hours must be a number above 0, got "${given}"\n`,
    );
    process.exitCode = 2;
    return;
  }
  build();
  const bench = await load();
  const result = await bench({ quick: values.quick, minutes, progress: text => process.stderr.write(`${text}\n`) });
  if (values.json) process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
  else process.stdout.write(table(result));
}

function minutesOf({ minutes, hours }: { minutes?: string; hours?: string }): number | null {
  if (minutes !== undefined) return Number(minutes);
  return hours === undefined ? null : Number(hours) * 60;
}

/** As `npm run serve` does it; stdout stays for the figures. @throws when the sources do not build */
function build(): void {
  if (isBuilt(projectRoot)) return;
  process.stderr.write('the sources have changed since the last build; building first\n');
  const { status } = spawnSync(process.execPath, [join(projectRoot, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the build failed; the reason stands above. 构建失败,原因见上。');
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
  process.stderr.write(
    `the bench could not run / 无法测量: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
