/** Arguments of the demo field's command line, checked. Pure. */
import { parseArgs } from 'node:util';
import { StationError } from '../platform/station-error.ts';
import { CLI_VERBS } from './field-cli.ts';

export interface FieldArguments {
  readonly project: string;
  readonly data: string;
  readonly ports: 'project' | 'free';
  readonly seed: number;
  /** Null when not given: the factor of the last run in the folder, else 1. */
  readonly factor: number | null;
  /** Simulated epoch ms, or null for now. */
  readonly startAt: number | null;
  readonly controlPort: number;
  readonly serialPath: string | null;
  /** Command for a field that is already running, empty to start one. */
  readonly command: readonly string[];
}

const USAGE =
  'field --project DIR --data DIR [--ports project|free] [--seed N] [--factor 1..3600] [--start ISO] [--control-port N] [--serial PATH]';

function refuse(what: string, zh: string): StationError {
  return new StationError({
    code: 'field-arguments',
    message: what,
    hint: `Usage: ${USAGE}`,
    retry: 'operator',
    zh: { message: zh, hint: `用法：${USAGE}` },
  });
}

function numberIn(
  name: string,
  text: string | undefined,
  range: { low: number; high: number; otherwise: number },
): number {
  if (text === undefined) return range.otherwise;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < range.low || value > range.high) {
    throw refuse(
      `--${name} must be a number ${range.low}…${range.high}, got "${text}".`,
      `--${name} 应为 ${range.low}…${range.high} 的数，而不是“${text}”。`,
    );
  }
  return value;
}

function instantOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Date.parse(text);
  if (Number.isNaN(value))
    throw refuse(`--start must be an ISO time, got "${text}".`, `--start 应为 ISO 时间，而不是“${text}”。`);
  return value;
}

/**
 * Options, wherever they stand, and the command of the other words, whose numbers may be negative: it is no matter for
 * parseArgs. Every option takes a value, `--name VALUE` or `--name=VALUE`.
 */
function splitCommand(args: readonly string[]): { options: readonly string[]; command: readonly string[] } {
  const isOption = (word: string | undefined): boolean => word?.startsWith('--') === true;
  const isValue = (i: number): boolean => isOption(args[i - 1]) && args[i - 1]?.includes('=') === false;
  const isWord = (i: number): boolean => !isOption(args[i]) && !isValue(i);
  const at = args.findIndex((word, i) => isWord(i) && (CLI_VERBS as readonly string[]).includes(word));
  if (at < 0) return { options: args, command: [] };
  return {
    options: args.filter((_, i) => i < at || !isWord(i)),
    command: args.filter((_, i) => i >= at && isWord(i)),
  };
}

/** @throws StationError naming the argument */
export function parseFieldArguments(args: readonly string[]): FieldArguments {
  const { options, command } = splitCommand(args);
  const text = { type: 'string' } as const;
  let values: ReturnType<typeof parse>['values'];
  const parse = () =>
    parseArgs({
      args: [...options],
      options: {
        project: text,
        data: text,
        ports: text,
        seed: text,
        factor: text,
        start: text,
        'control-port': text,
        serial: text,
      },
    });
  try {
    values = parse().values;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), '命令行参数无法识别。');
  }
  const { project, data, ports = 'project' } = values;
  if (data === undefined) throw refuse('--data is needed.', '必须给出 --data。');
  // Whoever means a command and mistypes it is told which there are.
  if (project === undefined && command.length === 0) {
    const verbs = CLI_VERBS.join(', ');
    throw refuse(
      `--project is needed to start a field; commands for a running one are ${verbs}.`,
      `启动现场须给出 --project；对运行中的现场可用的命令：${verbs}。`,
    );
  }
  if (ports !== 'project' && ports !== 'free')
    throw refuse(
      `--ports is "project" or "free", got "${ports}".`,
      `--ports 只能是 project 或 free，而不是“${ports}”。`,
    );
  return {
    project: project ?? '',
    data,
    ports,
    seed: Math.round(numberIn('seed', values.seed, { low: 0, high: 2_147_483_647, otherwise: 1 })),
    factor:
      values.factor === undefined ? null : numberIn('factor', values.factor, { low: 1, high: 3600, otherwise: 1 }),
    startAt: instantOf(values.start),
    controlPort: Math.round(numberIn('control-port', values['control-port'], { low: 0, high: 65_535, otherwise: 0 })),
    serialPath: values.serial ?? null,
    command,
  };
}
