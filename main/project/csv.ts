/**
 * CSV as spreadsheets write it (RFC 4180, UTF-8 with or without BOM, LF or CRLF), with the place of every cell: a mistake in
 * a tag list must be found by line and column, which no CSV package keeps.
 */
export interface Cell {
  readonly text: string;
  /** One-based. */
  readonly line: number;
  readonly column: number;
  /** Line on which it ends: another one when line ends are quoted. */
  readonly endLine: number;
}

export type CsvRow = readonly Cell[];

export class CsvSyntaxError extends Error {
  override readonly name = 'CsvSyntaxError';
  readonly line: number;
  readonly column: number;
  /** Null for a quote that never ends; otherwise the line of its closing quote, which text follows. */
  readonly closedOnLine: number | null;

  constructor(line: number, column: number, closedOnLine: number | null) {
    super(closedOnLine === null ? 'a quoted cell is not closed' : 'text follows a closing quote');
    this.line = line;
    this.column = column;
    this.closedOnLine = closedOnLine;
  }
}

/** Rows of cells; empty lines are left out. Throws `CsvSyntaxError` at a quote that does not end where its cell does. */
export function parseCsv(source: string): CsvRow[] {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  const rows: CsvRow[] = [];
  let row: Cell[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;

  const endRow = () => {
    if (row.length > 1 || row[0]?.text !== '') rows.push(row);
    row = [];
  };

  while (at <= text.length) {
    const column = at - lineStart + 1;
    const cellLine = line;
    let value = '';
    if (text[at] === '"') {
      const closed = closingQuote(text, at + 1);
      if (closed < 0) throw new CsvSyntaxError(cellLine, column, null);
      value = text.slice(at + 1, closed).replaceAll('""', '"');
      for (let i = at; i < closed; i++) {
        if (text[i] === '\n') {
          line++;
          lineStart = i + 1;
        }
      }
      at = closed + 1;
      if (text.slice(at, endOfCell(text, at)).trim() !== '') throw new CsvSyntaxError(cellLine, column, line);
    }
    const end = endOfCell(text, at);
    value += text.slice(at, end);
    row.push({ text: value.trim(), line: cellLine, column, endLine: line });
    at = end + 1;
    if (text[end] === ',') continue;
    if (text[end] === '\r') at = end + 2;
    endRow();
    line++;
    lineStart = at;
  }
  return rows;
}

function closingQuote(text: string, from: number): number {
  for (let i = text.indexOf('"', from); i >= 0; i = text.indexOf('"', i + 2)) {
    if (text[i + 1] !== '"') return i;
  }
  return -1;
}

function endOfCell(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === ',' || c === '\n' || (c === '\r' && text[i + 1] === '\n')) return i;
  }
  return text.length;
}
