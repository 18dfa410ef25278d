/** Arguments of the frames command line, checked. Pure but for the folder that relative paths are seen from. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StationError } from '../../../platform/station-error.ts';

const VERBS = ['list', 'export', 'print'] as const;

export interface FramesArguments {
  readonly verb: (typeof VERBS)[number];
  readonly data: string;
  /** Null: all channels that have frames. */
  readonly channel: string | null;
  readonly device: string | null;
  /** Epoch ms, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Where `export` writes; empty for the other two. */
  readonly out: string;
}

const USAGE =
  'frames list|export|print --data DIR [--channel ID] [--device ID] [--from ISO] [--to ISO] [--out FILE.pcapng]';

export function refuse(message: string, zh: string): StationError {
  return new StationError({
    code: 'frames-arguments',
    message,
    hint: `Usage: ${USAGE}`,
    retry: 'operator',
    zh: { message: zh, hint: `用法：${USAGE}` },
  });
}

/** An instant with its zone: without one it would mean another moment on another computer. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function instantOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(value)) return value;
  const example = '2026-03-01T08:00:00+08:00';
  throw refuse(
    `--${name} must be an ISO time with its zone such as ${example}, got "${text}".`,
    `--${name} 应为带时区的 ISO 时间，如 ${example}，而不是“${text}”。`,
  );
}

const text = { type: 'string' } as const;

function split(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: text, channel: text, device: text, from: text, to: text, out: text },
    });
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), '命令行参数无法识别。');
  }
}

/** @param cwd folder in which the command was typed. @throws StationError naming the argument */
export function parseFramesArguments(args: readonly string[], cwd: string): FramesArguments {
  const { values, positionals } = split(args);
  const [given = '', ...rest] = positionals;
  const verb = VERBS.find(v => v === given);
  if (verb === undefined || rest.length > 0) {
    throw refuse(`Unknown command "${positionals.join(' ')}".`, `未知命令“${positionals.join(' ')}”。`);
  }
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty !== undefined) throw refuse(`--${empty[0]} is empty.`, `--${empty[0]} 为空。`);
  const { data, channel, device, out } = values;
  if (data === undefined) throw refuse('--data is needed.', '必须给出 --data。');
  if (verb === 'export' && out === undefined) throw refuse('export needs --out.', 'export 需要 --out。');
  const from = instantOf('from', values.from, Number.NEGATIVE_INFINITY);
  const to = instantOf('to', values.to, Number.POSITIVE_INFINITY);
  if (from > to) throw refuse('--from lies after --to.', '--from 晚于 --to。');
  return {
    verb,
    data: resolve(cwd, data),
    channel: channel ?? null,
    device: device ?? null,
    from,
    to,
    out: out === undefined ? '' : resolve(cwd, out),
  };
}
