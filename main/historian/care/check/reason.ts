/** Why something in a file cannot be used, in both languages (pure). What SQLite and the codec say is English: it stays there. */
import Database from 'better-sqlite3';
import type { Text } from '../../../../shared/text/text.ts';
import { ChunkDamaged } from '../../codec/chunk-damaged.ts';

/** Of an error that reading a file has thrown. */
export function reasonOf(error: Error): Text {
  const en = error.message;
  if (error instanceof ChunkDamaged || error instanceof RangeError) return { zh: '数据与写入时不符，无法解码', en };
  if (error instanceof Database.SqliteError) return { zh: `数据库无法读取（${error.code}）`, en };
  const code = 'code' in error ? `（${String(error.code)}）` : '';
  return { zh: `无法读取${code}`, en };
}

/** A line of SQLite's own report. */
export const treeReason = (line: string): Text => ({ zh: 'SQLite 结构检查不通过', en: line });

const TABLES: Readonly<Record<string, string>> = {
  ...{ journal: '日志', carry: '结转采样', span: '聚合行组', head: '聚合行', chunk: '数据块', axis: '时间轴' },
};

/** Name of a table in a Chinese sentence. */
export const tableName = (table: string): string => TABLES[table] ?? table;
