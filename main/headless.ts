/**
 * Node entry of the headless host: `--project DIR --data DIR --port N`. Prints `citygate ready URL` on stdout when usable,
 * errors in both languages on stderr with exit code 2, and ends everything it started on SIGTERM and SIGINT.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openHttpHost } from './host/http.ts';
import { createLog } from './platform/log.ts';
import { outliveReaders } from './platform/output.ts';
import { onStarterGone } from './platform/starter.ts';
import { describeError, StationError } from './platform/station-error.ts';
import { type Station, startStation } from './station.ts';

/** Longest wait for the first answer of every device before the station calls itself ready; ms. */
const SETTLE_LIMIT_MS = 4_000;
const DEFAULT_PORT = 8460;
const BAD_START = 2;

interface Arguments {
  readonly project: string;
  readonly data: string;
  readonly port: number;
}

function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { project: { type: 'string' }, data: { type: 'string' }, port: { type: 'string' } },
  });
  // An empty value is a variable that somebody forgot to set: it must not become port 0 or the present folder.
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty !== undefined) throw badArguments(`--${empty[0]} ""`);
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(values.port ?? '0') || port > 65_535) throw badArguments(`--port ${values.port}`);
  return {
    project: values.project ?? fileURLToPath(new URL('../../assets/demo-station', import.meta.url)),
    data: values.data ?? fileURLToPath(new URL('../../data', import.meta.url)),
    port,
  };
}

function badArguments(what: string, cause?: unknown): StationError {
  return new StationError(
    {
      code: 'bad-arguments',
      message: `The command line is not understood: ${what}.`,
      hint: 'Use --project DIR --data DIR --port N (0–65535, 0 = a free port). Nothing has been started.',
      retry: 'operator',
      zh: {
        message: `命令行无法识别：${what}。`,
        hint: '用 --project 目录 --data 目录 --port N（0–65535，0 为自动选择）。本次没有启动任何部分。',
      },
    },
    { cause },
  );
}

async function main(): Promise<void> {
  const log = createLog('citygate');
  let args: Arguments;
  try {
    args = readArguments(process.argv.slice(2));
  } catch (error) {
    throw error instanceof StationError
      ? error
      : badArguments(error instanceof Error ? error.message : String(error), error);
  }
  const root = fileURLToPath(new URL('../renderer', import.meta.url));
  if (!existsSync(root)) log.warn(() => 'the screens are not built; only the contract is served');
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ending.abort());
  onStarterGone(() => ending.abort());
  // The port first: it is the cheapest thing to fail on, and nothing else has been touched by then.
  const host = await openHttpHost({ port: args.port, root, log: log.child('http') });
  let station: Station;
  try {
    station = await startStation({
      projectDirectory: args.project,
      dataDirectory: args.data,
      log,
      signal: ending.signal,
    });
  } catch (error) {
    await host.close();
    if (ending.signal.aborted) return;
    throw error;
  }
  const stop = async () => {
    await host.close();
    await station.stop();
  };
  ending.signal.addEventListener('abort', () => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(() => `stop: ${describeError(error)}`);
        process.exit(1);
      },
    );
  });
  try {
    station.announce({ pid: process.pid, url: host.url });
  } catch (error) {
    await stop();
    throw error;
  }
  host.serve(station);
  await station.settled(SETTLE_LIMIT_MS);
  if (ending.signal.aborted) return;
  process.stdout.write(`citygate ready ${host.url}\n`);
}

outliveReaders();
main().catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = BAD_START;
});
