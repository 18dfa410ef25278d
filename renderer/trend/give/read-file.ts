/** Reads a file of trend data part after part, so that neither side holds more than it must; tells how far it is. */
import type { InputOf } from '../../../shared/rpc/contract.ts';
import type { TrendFileCursor, TrendFilePart } from '../../../shared/rpc/trend-contract.ts';

export type TrendFileAsked = Omit<InputOf<'trends.export'>, 'after'>;

export interface TrendFile {
  readonly name: string;
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly rows: number;
  readonly isCut: boolean;
}

/** Rejects with what `ask` rejects with. */
export async function readTrendFile(
  ask: (input: InputOf<'trends.export'>) => Promise<TrendFilePart>,
  asked: TrendFileAsked,
  onProgress: (rows: number) => void,
): Promise<TrendFile> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let rows = 0;
  for (let after: TrendFileCursor | null = null; ; ) {
    const part: TrendFilePart = await ask({ ...asked, ...(after === null ? {} : { after }) });
    parts.push(new Uint8Array(part.bytes));
    rows += part.rows;
    onProgress(rows);
    after = part.next;
    if (after === null) return { name: part.name, parts, rows, isCut: part.isCut };
  }
}
