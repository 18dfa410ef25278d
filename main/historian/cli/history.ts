/**
 * `npm run -s history -- stats|export|verify|backup|restore|repair …`: the history of a station, also without the station. Answers
 * on stdout, words for people in both languages on stderr; exit code 1 when something is wrong, 2 when it was asked wrongly.
 */
import { describeError, StationError } from '../../platform/station-error.ts';
import { systemTrouble } from '../../platform/system-error.ts';
import { parseHistoryArguments } from './history-arguments.ts';
import { runHistoryCommand } from './history-commands.ts';

async function main(): Promise<void> {
  // npm runs its scripts in the root of the repository; paths mean what they meant where the command was typed.
  const args = parseHistoryArguments(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  // Whoever reads along may have seen enough (`| head`): that is no trouble.
  process.stdout.on('error', () => process.exit(0));
  if (!(await runHistoryCommand(args, process.stdout))) process.exitCode = 1;
}

function sentence(error: unknown): string {
  const trouble = error instanceof StationError ? error : systemTrouble(error);
  if (trouble !== null) return describeError(trouble);
  return `历史操作失败：${describeError(error)}\nThe history command failed: ${describeError(error)}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = error instanceof StationError && error.code === 'history-arguments' ? 2 : 1;
});
