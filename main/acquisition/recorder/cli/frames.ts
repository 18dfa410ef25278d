/**
 * `npm run frames -- list|export|print --data DIR …`: the frames that a station has recorded, also without the station. Answers
 * on stdout, words for people in both languages on stderr; exit code 1 when something is not there, 2 when it was asked wrongly.
 */
import { describeError, StationError } from '../../../platform/station-error.ts';
import { parseFramesArguments } from './frames-arguments.ts';
import { exportFrames, list, print } from './frames-commands.ts';

async function main(): Promise<void> {
  // npm runs its scripts in the root of the repository; paths mean what they meant where the command was typed.
  const args = parseFramesArguments(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  // Whoever reads along may have seen enough (`| head`): that is no trouble.
  process.stdout.on('error', () => process.exit(0));
  if (args.verb === 'list') return list(args, process.stdout);
  if (args.verb === 'print') return print(args, process.stdout);
  const packets = await exportFrames(args);
  process.stderr.write(`${args.out}：已写入 ${packets} 个报文\n${args.out}: ${packets} packets written\n`);
}

function sentence(error: unknown): string {
  if (error instanceof StationError) return describeError(error);
  return `无法读取报文：${describeError(error)}\nThe frames cannot be read: ${describeError(error)}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = error instanceof StationError && error.code === 'frames-arguments' ? 2 : 1;
});
