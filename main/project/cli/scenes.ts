/**
 * `npm run -s scenes -- lint|format|schema [FOLDER]`: the screens of a station project. What is wrong goes to stdout, a problem a
 * line, in Chinese and English; exit code 1 when there is something, 2 when it was asked wrongly.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatScene } from '../../../shared/scene/format-scene.ts';
import { sceneJsonSchema } from '../../../shared/scene/scene-schema.ts';
import { describeError, StationError } from '../../platform/station-error.ts';
import { systemTrouble } from '../../platform/system-error.ts';
import { ProblemList, placeOf } from '../problem.ts';
import { lintScenes } from '../scene/lint-scenes.ts';
import { listScenes } from '../scene/read-scenes.ts';

const HELP = `npm run -s scenes -- <命令 command> [文件夹 FOLDER]

  lint     检查画面，每行一处 | check the screens, a problem a line
  format   按规定写法重写（键排序，每个节点一行） | write them in the one way: sorted keys, a node a line
  schema   画面文件的 JSON Schema，供编辑器使用 | the JSON Schema of a screen's file, for editors

  文件夹缺省为 assets/demo-station | FOLDER is assets/demo-station when not given
`;

const DEMO = fileURLToPath(new URL('../../../assets/demo-station', import.meta.url));

const say = (text: string): void => {
  process.stdout.write(text);
};

async function lint(folder: string): Promise<boolean> {
  const problems = await lintScenes(folder);
  for (const problem of problems) {
    const place = placeOf(problem);
    say(`${place} ${problem.what.zh}：${problem.right.zh}\n${place} ${problem.what.en} — ${problem.right.en}\n`);
  }
  return problems.length === 0;
}

/** A file that is no JSON stays as it is; the lint says what is wrong with it. */
async function format(folder: string): Promise<boolean> {
  const problems = new ProblemList();
  let isGood = true;
  for (const file of await listScenes(folder, problems)) {
    const path = join(folder, file);
    const source = readFileSync(path, 'utf8');
    const text = formatted(source);
    if (text === null) {
      say(`${file} 不是 JSON，未改动 | is not JSON and stays as it is\n`);
      isGood = false;
    } else if (text !== source) {
      writeFileSync(path, text);
      say(`${file}\n`);
    }
  }
  return isGood && problems.count === 0;
}

function formatted(source: string): string | null {
  try {
    return formatScene(JSON.parse(source));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function run(verb: string, folder: string): Promise<boolean> {
  if (verb === 'lint') return lint(folder);
  if (verb === 'format') return format(folder);
  say(`${JSON.stringify(sceneJsonSchema(), null, 2)}\n`);
  return true;
}

async function main(): Promise<void> {
  // Whoever reads along may have seen enough (`| head`): that is no trouble.
  process.stdout.on('error', () => process.exit(0));
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { help: { type: 'boolean' } },
  });
  const [verb = '', folder, ...rest] = positionals;
  const isKnown = ['lint', 'format', 'schema'].includes(verb) && rest.length === 0;
  if (values['help'] === true || !isKnown) {
    process.stderr.write(HELP);
    if (values['help'] !== true) process.exitCode = 2;
    return;
  }
  // npm runs its scripts in the root of the repository; paths mean what they meant where the command was typed.
  const root = folder === undefined ? DEMO : resolve(process.env['INIT_CWD'] ?? process.cwd(), folder);
  if (!(await run(verb, root))) process.exitCode = 1;
}

main().catch((error: unknown) => {
  const trouble = error instanceof StationError ? error : systemTrouble(error);
  process.stderr.write(`${describeError(trouble ?? error)}\n`);
  process.exitCode = 1;
});
