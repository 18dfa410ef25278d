/** The files of the support screen, each of which a project may do without. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectSupport } from '../../../shared/support/support.ts';
import type { ProblemList } from '../problem.ts';
import type { Known } from '../references.ts';
import { readInterlocksFile } from './interlocks-file.ts';
import { readProceduresFile } from './procedures-file.ts';

interface Context {
  readonly known: Known;
  readonly problems: ProblemList;
}

type Read = (file: string) => Promise<string | null>;

export async function readSupport(root: string, read: Read, context: Context): Promise<ProjectSupport> {
  const optional = async <T>(
    file: string,
    parse: (file: string, source: string, context: Context) => T | null,
  ): Promise<T | null> => {
    if (!existsSync(join(root, file))) return null;
    const source = await read(file);
    return source === null ? null : parse(file, source, context);
  };
  return {
    procedures: await optional('procedures.json', readProceduresFile),
    interlocks: await optional('interlocks.json', readInterlocksFile),
  };
}
