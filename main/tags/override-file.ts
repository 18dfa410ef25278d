/**
 * `overrides.json` of the data folder: what is substituted and forced, so that a restart, a kill or a power cut keeps it. By
 * tag name, because handles change with the project. A file that cannot be read is kept aside under another name and never
 * stops a station: live values are better than none.
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OVERRIDE_KINDS, type TagOverride } from '../../shared/model/tag.ts';
import { replaceFile } from '../platform/atomic-file.ts';
import { StationError } from '../platform/station-error.ts';

export interface KeptOverride extends TagOverride {
  readonly tag: string;
}

export interface LoadedOverrides {
  readonly overrides: readonly KeptOverride[];
  /** What was wrong with the file, and its new name (null: it could not be renamed either). Null when nothing was. */
  readonly damage: { readonly detail: string; readonly aside: string | null } | null;
}

const time = z.number().nonnegative();
const schema = z.strictObject({
  format: z.literal(1),
  overrides: z.array(
    z.strictObject({
      tag: z.string().min(1),
      kind: z.enum(OVERRIDE_KINDS),
      value: z.number(),
      who: z.string(),
      why: z.string(),
      since: time,
      until: time,
    }),
  ),
});

export class OverrideFile {
  readonly #folder: string;

  constructor(dataDirectory: string) {
    this.#folder = dataDirectory;
  }

  /** What was kept. Never rejects; `now` (epoch ms) names a file that is put aside. */
  async load(now: number): Promise<LoadedOverrides> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      return { overrides: schema.parse(value).overrides, damage: null };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return { overrides: [], damage: null };
      const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      return { overrides: [], damage: { detail, aside: await this.#putAside(`overrides-damaged-${now}.json`) } };
    }
  }

  /** Throws `StationError` `overrides-not-written`; the file is then what it was before. */
  async save(overrides: readonly KeptOverride[]): Promise<void> {
    try {
      await replaceFile(this.#file, `${JSON.stringify({ format: 1, overrides }, null, 2)}\n`);
    } catch (error) {
      throw notWritten(this.#file, error);
    }
  }

  get #file(): string {
    return join(this.#folder, 'overrides.json');
  }

  async #putAside(name: string): Promise<string | null> {
    try {
      await rename(this.#file, join(this.#folder, name));
      return name;
    } catch {
      // It stays where it is until the next override replaces it; that it was damaged is told all the same.
      return null;
    }
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null;

function notWritten(file: string, cause: unknown): StationError {
  const reason = codeOf(cause) ?? String(cause);
  return new StationError(
    {
      code: 'overrides-not-written',
      message: `The register of overrides ${file} cannot be written (${reason}).`,
      hint: 'Make room on this disk, or give this user the right to write there, and try again.',
      retry: 'operator',
      zh: {
        message: `替代与强制登记文件 ${file} 无法写入（${reason}）。`,
        hint: '请清理磁盘空间，或给当前用户写权限，然后重试。',
      },
    },
    { cause },
  );
}
