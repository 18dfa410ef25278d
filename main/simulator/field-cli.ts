/**
 * Command line of a running demo field: `fault NAME [TARGET] [VALUE]`, `clear [NAME] [TARGET]`, `list`, `state`, `force TAG VALUE`,
 * `release [TAG]`, `factor N`. Finds the control port through the data folder. A process of its own; prints JSON.
 */
import { describeError, StationError } from '../platform/station-error.ts';
import { findRunningField } from './control/control-file.ts';
import { fieldDirectory } from './field-runtime.ts';

interface FieldRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, string | number>>;
}

const CLI_USAGE =
  'field [--data DIR] list | state | fault NAME [TARGET] [VALUE] | clear [NAME] [TARGET] | force TAG VALUE | write TAG VALUE | release [TAG] | factor N';

function refuse(message: string, zh: string, hint = `Usage: ${CLI_USAGE}`): StationError {
  return new StationError({ code: 'field-command', message, hint, retry: 'operator', zh: { message: zh, hint } });
}

function named(entries: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function numeric(text: string | undefined, name: string): number {
  const value = Number(text);
  if (text === undefined || text.trim() === '' || !Number.isFinite(value)) {
    throw refuse(`${name} must be a number.`, `${name} 应为数字。`);
  }
  return value;
}

/** What a command line asks for. @throws StationError with the usage */
export function requestOf(words: readonly string[]): FieldRequest {
  const [verb, first, second, third] = words;
  switch (verb) {
    case 'list':
      return { method: 'GET', path: '/faults' };
    case 'state':
      return { method: 'GET', path: '/state' };
    case 'fault':
      if (first === undefined) throw refuse('fault needs a name; see "list".', 'fault 需要故障名称，见 list。');
      // With one target only it may be left out: `fault inlet-loss 0.5`.
      if (second !== undefined && third === undefined && Number.isFinite(Number(second))) {
        return { method: 'POST', path: '/fault', body: { fault: first, value: Number(second) } };
      }
      return {
        method: 'POST',
        path: '/fault',
        body: {
          ...named({ fault: first, target: second }),
          ...(third === undefined ? {} : { value: numeric(third, 'VALUE') }),
        },
      };
    case 'clear':
      return { method: 'POST', path: '/clear', body: named({ fault: first, target: second }) };
    case 'force':
      if (first === undefined) throw refuse('force needs a tag.', 'force 需要位号。');
      return { method: 'POST', path: '/force', body: { tag: first, value: numeric(second, 'VALUE') } };
    case 'write':
      if (first === undefined) throw refuse('write needs a tag.', 'write 需要位号。');
      return { method: 'POST', path: '/write', body: { tag: first, value: numeric(second, 'VALUE') } };
    case 'release':
      return { method: 'POST', path: '/release', body: named({ tag: first }) };
    case 'factor':
      return { method: 'POST', path: '/factor', body: { factor: numeric(first, 'N') } };
    default:
      throw refuse(`Unknown command ${verb ?? ''}.`, `未知命令 ${verb ?? ''}。`);
  }
}

/** Commands that belong to a running field; anything else starts one. */
export const CLI_VERBS = ['list', 'state', 'fault', 'clear', 'force', 'write', 'release', 'factor'] as const;

async function controlPort(data: string): Promise<number> {
  const running = await findRunningField(fieldDirectory(data));
  if (running !== null) return running.port;
  throw new StationError({
    code: 'field-not-running',
    message: `No demo field is running on the data folder ${data}.`,
    hint: 'Start it, or name its data folder with --data.',
    retry: 'operator',
    zh: { message: `数据目录 ${data} 上没有正在运行的演示现场。`, hint: '请先启动它，或用 --data 指定其数据目录。' },
  });
}

/** Sends one command and prints the answer. @returns exit code */
export async function runFieldCommand(words: readonly string[], data: string): Promise<number> {
  try {
    const { method, path, body } = requestOf(words);
    const response = await fetch(`http://127.0.0.1:${await controlPort(data)}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer: unknown = await response.json();
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return response.ok ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    return 1;
  }
}
