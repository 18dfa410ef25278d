/** Copies of the demo station in temporary folders, to be broken on purpose. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProject } from '../../../main/project/load-project.ts';
import { type Problem, ProjectError } from '../../../main/project/problem.ts';

export const DEMO_STATION = fileURLToPath(new URL('../../../assets/demo-station', import.meta.url));

const OPTIONAL = ['assets.json', 'procedures.json', 'interlocks.json'];

/** A scene that loads with the demo station's tags. */
export const SCENE = {
  id: 'small',
  title: { zh: '小图', en: 'Small' },
  level: 2,
  size: [100, 50],
  nodes: [{ id: 'a', symbol: 'value', at: [10, 10], bind: { value: 'PT-1101' } }],
};

/** One in which the lint finds nothing. */
export const GOOD_SCENE = {
  ...SCENE,
  size: [400, 200],
  nodes: [
    { id: 'a', symbol: 'value', at: [130, 30], bind: { value: 'PT-1101' } },
    { id: 's', symbol: 'spark', at: [10, 100], bind: { value: 'PT-1101' } },
  ],
};

export class ProjectCopy {
  readonly directory = mkdtempSync(join(tmpdir(), 'citygate-project-'));

  /** The demo station without its screens, which belong to another test. */
  constructor() {
    for (const file of ['station.yaml', 'tags.csv', 'alarms.csv', 'calculations.yaml', ...OPTIONAL]) {
      cpSync(join(DEMO_STATION, file), join(this.directory, file));
    }
    mkdirSync(join(this.directory, 'scenes'));
    this.write('scenes/small.json', JSON.stringify(SCENE, null, 2));
  }

  path(file: string): string {
    return join(this.directory, file);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), content);
  }

  take(file: string): void {
    rmSync(this.path(file));
  }

  /** Replaces the one occurrence of `old`. */
  edit(file: string, old: string, replacement: string): void {
    const text = this.read(file);
    if (text.split(old).length !== 2) throw new Error(`"${old}" is in ${file} ${text.split(old).length - 1} times`);
    this.write(
      file,
      text.replace(old, () => replacement),
    );
  }

  /** One-based line and column of the one occurrence of `mark`, plus `skip` characters; a BOM has no column. */
  find(file: string, mark: string, skip = 0): string {
    const text = this.read(file).replace('\ufeff', '');
    const at = text.indexOf(mark);
    if (at < 0 || text.indexOf(mark, at + 1) >= 0) throw new Error(`"${mark}" is not once in ${file}`);
    const before = text.slice(0, at + skip).split('\n');
    return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Every problem of the folder; none when it loads. Anything else that is thrown goes on. */
  async problems(): Promise<readonly Problem[]> {
    try {
      await loadProject(this.directory);
      return [];
    } catch (error) {
      if (error instanceof ProjectError) return error.problems;
      throw error;
    }
  }
}

export const placeOf = ({ file, line, column }: Problem): string => `${file}:${line}:${column}`;
