/** What SQLite or the system says when a write fails, as one code. */
import type { DiskTrouble } from '../messages.ts';

const CODES: readonly (readonly [RegExp, DiskTrouble])[] = [
  [/^SQLITE_FULL|^ENOSPC|^EDQUOT/, 'disk-full'],
  [/^SQLITE_READONLY|^SQLITE_PERM|^SQLITE_CANTOPEN|^EROFS|^EACCES|^EPERM/, 'read-only'],
  [/^SQLITE_CORRUPT|^SQLITE_NOTADB/, 'damaged'],
  // The database refuses a statement or what is in it: no disk is at fault, and people must not be sent to look for one.
  [/^SQLITE_(?:CONSTRAINT|ERROR|MISMATCH|RANGE|MISUSE|TOOBIG|SCHEMA|INTERNAL)/, 'internal'],
  [/^SQLITE_|^E[A-Z0-9]+$/, 'io-error'],
];

/** Null for an error that is not the disk's: a mistake of the program. */
export function troubleOf(error: unknown): DiskTrouble | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  const code = String(error.code);
  return CODES.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}
