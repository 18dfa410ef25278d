/** Whether an error says that bytes are not what was written (pure). Anything else that goes wrong may be over the next time. */
import { ChunkDamaged } from '../codec/chunk-damaged.ts';

/** SQLite says that the file itself is wrong. */
export const isFileDamage = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^SQLITE_(?:CORRUPT|NOTADB)/.test(String(error.code));

/** The file, or something that is encoded in it. */
export const isDamage = (error: unknown): error is Error => error instanceof ChunkDamaged || isFileDamage(error);
