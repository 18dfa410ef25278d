/** Arguments of the history command line, checked. Pure but for the folder that relative paths are seen from. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StationError } from '../../platform/station-error.ts';
import type { Place } from '../care/disk-facts.ts';

const VERBS = ['stats', 'export', 'verify', 'backup', 'restore', 'repair', 'help'] as const;
export type HistoryVerb = (typeof VERBS)[number];

export interface HistoryArguments {
  readonly verb: HistoryVerb;
  readonly place: Place;
  /** It was said where the station is. */
  readonly hasPlace: boolean;
  /** Folder of a backup; null when none is named. */
  readonly backup: string | null;
  readonly tags: readonly string[];
  /** Epoch ms; `to` is outside. */
  readonly from: number;
  readonly to: number;
  readonly isCsv: boolean;
  readonly isDeep: boolean;
  /** IANA zone of exported times. */
  readonly zone: string;
  /** Null: stdout. */
  readonly out: string | null;
}

export const HELP = `npm run -s history -- <命令 command> …      (-s: stdout 只有结果 | nothing but the answer on stdout)

  stats    --data DIR                      各月：采样数、字节、位号 | per month: samples, bytes, tags (JSON)
  export   --data DIR --tag NAME [--tag …] [--from ISO] [--to ISO] [--csv] [--zone IANA] [--out FILE]
                                           导出采样 | samples as JSON lines, or CSV for a spreadsheet
  verify   --data DIR [--deep]             检查文件 | check the files; --deep: every sample
  verify   --backup DIR [--data DIR]       还原核对备份 | prove a backup by restoring it beside itself
  backup   --data DIR --backup DIR         备份，站控可运行 | back up, also while the station runs
  restore  --data DIR --backup DIR         恢复，须先停站 | restore, with the station stopped
  repair   --data DIR                      修复，须先停站 | repair, with the station stopped

  --history DIR   月文件不在 DATA/history 时 | where the months are when not in DATA/history
  --from, --to    缺省：全部；须带时区，不含 --to 时刻 | all when not given; with their zone; --to is outside
  --zone          缺省：UTC | UTC when not given
  --out           缺省：标准输出 | standard output when not given
`;

export function refuse(message: string, zh: string): StationError {
  return new StationError({
    code: 'history-arguments',
    message,
    hint: 'npm run -s history -- help',
    retry: 'operator',
    zh: { message: zh, hint: 'npm run -s history -- help' },
  });
}

/** An instant with its zone: without one it would mean another moment on another computer. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function instantOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(value) && isDate(text.slice(0, 10))) return value;
  const example = '2026-03-01T08:00:00+08:00';
  throw refuse(
    `--${name} must be an ISO time with its zone such as ${example}, got "${text}".`,
    `--${name} 应为带时区的 ISO 时间，如 ${example}，而不是“${text}”。`,
  );
}

/** `Date.parse` takes 31 February for 3 March. */
const isDate = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const OPTIONS = {
  ...{ data: text, history: text, backup: text, from: text, to: text, zone: text, out: text },
  ...{ csv: flag, deep: flag, help: flag },
  tag: { type: 'string', multiple: true },
} as const;

/** What each command knows beside `--data`, `--history` and `--help`. */
const OWN: Readonly<Record<HistoryVerb, readonly string[]>> = {
  ...{ stats: [], repair: [], help: [], backup: ['backup'], restore: ['backup'] },
  export: ['tag', 'from', 'to', 'csv', 'zone', 'out'],
  verify: ['deep', 'backup'],
};
const EVERYWHERE = ['data', 'history', 'help'];

function split(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw wrongOption(error);
  }
}

/** Node names the option in its message alone. */
function wrongOption(error: unknown): StationError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const name = /--?[\w-]+/.exec(message)?.[0] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return refuse(`There is no option ${name}.`, `没有 ${name} 这一选项。`);
  return / does not take /.test(message)
    ? refuse(`${name} takes no value.`, `${name} 后面不带值。`)
    : refuse(`${name} needs a value.`, `${name} 后面必须给出值。`);
}

/** An option that would do nothing is a mistake of whoever typed it. */
function checkOptions(verb: HistoryVerb, values: Readonly<Record<string, unknown>>): void {
  const known = [...EVERYWHERE, ...OWN[verb]];
  const foreign = verb === 'help' ? [] : Object.keys(values).filter(name => !known.includes(name));
  if (verb === 'verify' && 'backup' in values && 'deep' in values) foreign.push('deep');
  if (foreign.length === 0) return;
  const names = foreign.map(name => `--${name}`);
  throw refuse(`${verb} does not know ${names.join(', ')} here.`, `${verb} 在此不接受 ${names.join('、')}。`);
}

/** @param cwd folder in which the command was typed. @throws StationError naming the argument */
export function parseHistoryArguments(args: readonly string[], cwd: string): HistoryArguments {
  const { values, positionals } = split(args);
  const verb = values.help === true || args.length === 0 ? 'help' : VERBS.find(v => v === positionals[0]);
  if (verb === undefined || positionals.length > 1) {
    throw refuse(`Unknown command "${positionals.join(' ')}".`, `未知命令“${positionals.join(' ')}”。`);
  }
  checkOptions(verb, values);
  const { tag: tags = [] } = values;
  checkNeeds(verb, { ...values, tags });
  const from = instantOf('from', values.from, 0);
  const to = instantOf('to', values.to, Date.UTC(9999, 11, 31));
  if (from > to) throw refuse('--from lies after --to.', '--from 晚于 --to。');
  const folder = resolve(cwd, values.data ?? '.');
  return {
    ...{ verb, tags, from, to },
    hasPlace: values.data !== undefined,
    place: { folder, monthFolder: resolve(cwd, values.history ?? resolve(folder, 'history')) },
    backup: values.backup === undefined ? null : resolve(cwd, values.backup),
    isCsv: values.csv ?? false,
    isDeep: values.deep ?? false,
    zone: zoneOf(values.zone),
    out: values.out === undefined ? null : resolve(cwd, values.out),
  };
}

function checkNeeds(
  verb: HistoryVerb,
  given: { data?: string | undefined; backup?: string | undefined; tags: readonly string[] },
): void {
  const isBackup = verb === 'backup' || verb === 'restore';
  const isData = verb !== 'help' && !(verb === 'verify' && given.backup !== undefined);
  const missing = [
    isData && !given.data ? '--data' : null,
    isBackup && !given.backup ? '--backup' : null,
    verb === 'export' && given.tags.length === 0 ? '--tag' : null,
  ].find(name => name !== null);
  if (missing) throw refuse(`${missing} is needed.`, `必须给出 ${missing}。`);
}

function zoneOf(zone: string | undefined): string {
  if (zone === undefined) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refuse(`--zone "${zone}" is no time zone.`, `--zone“${zone}”不是时区名。`);
  }
}
