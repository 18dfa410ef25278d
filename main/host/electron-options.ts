/** Electron's command line, as far as it is Citygate's: `--project DIR`, `--data DIR` and `--kiosk`; the rest belongs to Electron. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { StationError } from '../platform/station-error.ts';

export interface CommandLine {
  /** Absolute; undefined when not given. */
  readonly projectDirectory?: string;
  readonly dataDirectory?: string;
  /** The window of a station's HMI computer. */
  readonly isKiosk?: true;
  /** Told in a window, like every other reason not to start. */
  readonly problem?: StationError;
}

export function readCommandLine(argv: readonly string[]): CommandLine {
  const project = folderOf(argv, '--project');
  const data = folderOf(argv, '--data');
  if (project === '') return { problem: missingFolder('--project') };
  if (data === '') return { problem: missingFolder('--data') };
  return {
    ...(project === undefined ? {} : { projectDirectory: resolve(project) }),
    ...(data === undefined ? {} : { dataDirectory: resolve(data) }),
    ...(argv.includes('--kiosk') ? { isKiosk: true } : {}),
  };
}

/** What follows the option; empty when nothing does; undefined without the option. */
function folderOf(argv: readonly string[], option: string): string | undefined {
  const joined = argv.find(argument => argument.startsWith(`${option}=`))?.slice(option.length + 1);
  const at = argv.indexOf(option);
  if (joined === undefined && at < 0) return undefined;
  const value = joined ?? argv[at + 1] ?? '';
  return value.startsWith('--') ? '' : value;
}

function missingFolder(option: string): StationError {
  return new StationError({
    code: 'bad-command-line',
    message: `The option ${option} needs a folder.`,
    hint: `Write ${option} followed by the path of a folder.`,
    retry: 'never',
    zh: { message: `选项 ${option} 缺少文件夹。`, hint: `请在 ${option} 之后写出文件夹路径。` },
  });
}

/**
 * Where preferences and Chromium's profile live. Two stations on one PC have two data folders, and each must be its own
 * single instance: Electron ties the instance lock to this folder.
 */
export function profileDirectory(userData: string, dataDirectory: string | undefined): string {
  if (dataDirectory === undefined) return userData;
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  return join(userData, 'stations', name);
}
