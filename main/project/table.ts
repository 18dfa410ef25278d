/** A CSV file with a heading row, read cell by cell; every complaint knows its cell. */
import type { Text } from '../../shared/text/text.ts';
import { type Cell, type CsvRow, CsvSyntaxError, parseCsv } from './csv.ts';
import type { ProblemList } from './problem.ts';

export interface Column {
  readonly name: string;
  readonly required: boolean;
}

export class TableRow {
  readonly line: number;
  readonly #file: string;
  readonly #cells: ReadonlyMap<string, Cell>;
  readonly #problems: ProblemList;
  /** Stands for a cell that the row does not have. */
  readonly #last: Cell;

  constructor(file: string, row: CsvRow, heading: readonly string[], problems: ProblemList) {
    this.#file = file;
    this.#problems = problems;
    this.line = row[0]?.line ?? 0;
    this.#cells = new Map(heading.map((name, i) => [name, row[i]] as const).flatMap(([n, c]) => (c ? [[n, c]] : [])));
    this.#last = row.at(-1) ?? { text: '', line: this.line, column: 1 };
  }

  text(column: string): string {
    return this.#cells.get(column)?.text ?? '';
  }

  complain(column: string, what: Text, right: Text): void {
    // A quoted cell may run over several lines: the cells after it are not on the row's first line.
    const { line, column: at } = this.#cells.get(column) ?? this.#last;
    this.#problems.add({ file: this.#file, line, column: at, what, right });
  }

  required(column: string): string {
    const text = this.text(column);
    if (text === '') {
      this.complain(
        column,
        { zh: `"${column}" 为空`, en: `"${column}" is empty` },
        { zh: '此列必须填写', en: 'this column must be filled' },
      );
    }
    return text;
  }

  /** A finite number or null when empty; complains about anything else. */
  number(column: string): number | null {
    const text = this.text(column);
    if (text === '') return null;
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    this.complain(
      column,
      { zh: `"${text}" 不是数值`, en: `"${text}" is not a number` },
      { zh: '写成如 3.2 的数,小数点用 "."', en: 'write a number such as 3.2, with "." as the decimal point' },
    );
    return null;
  }

  /** A whole number within `range`; complains about anything else, also about none, and gives `fallback`. */
  integer(column: string, range: readonly [number, number], fallback: number): number {
    if (this.required(column) === '') return fallback;
    const value = this.number(column);
    if (value === null) return fallback;
    const [low, high] = range;
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    this.complain(
      column,
      { zh: `"${this.text(column)}" 超出范围`, en: `"${this.text(column)}" is out of range` },
      { zh: `应为 ${low}–${high} 的整数`, en: `a whole number from ${low} to ${high}` },
    );
    return fallback;
  }

  /** One of `values`; complains and gives `fallback` otherwise. */
  oneOf<T extends string>(column: string, values: readonly T[], fallback: T): T {
    const text = this.text(column);
    const found = values.find(v => v === text);
    if (found !== undefined) return found;
    this.complain(
      column,
      { zh: `"${text}" 不可用`, en: `"${text}" is not known` },
      { zh: `应为 ${values.join(' / ')} 之一`, en: `one of ${values.join(' / ')}` },
    );
    return fallback;
  }
}

/** Rows of a table file; a heading that is missing a required column or has an unknown one is a problem. */
export function readTable(
  file: string,
  source: string,
  columns: readonly Column[],
  problems: ProblemList,
): readonly TableRow[] {
  let rows: CsvRow[];
  try {
    rows = parseCsv(source);
  } catch (error) {
    if (!(error instanceof CsvSyntaxError)) throw error;
    problems.add({
      file,
      line: error.line,
      column: error.column,
      what: { zh: '引号没有结束', en: 'a quoted cell is not closed' },
      right: { zh: '补上结尾的 "', en: 'add the closing "' },
    });
    return [];
  }
  const [heading, ...body] = rows;
  const names = heading?.map(c => c.text) ?? [];
  checkHeading(file, heading ?? [], columns, problems);
  return body.map(row => {
    const surplus = row[names.length];
    if (surplus !== undefined) {
      problems.add({
        file,
        line: surplus.line,
        column: surplus.column,
        what: { zh: `多出的单元格 "${surplus.text}"`, en: `one cell too many: "${surplus.text}"` },
        right: {
          zh: `每行 ${names.length} 列;含逗号的文字要加引号`,
          en: `${names.length} cells a row; quote text that contains a comma`,
        },
      });
    }
    return new TableRow(file, row, names, problems);
  });
}

function checkHeading(file: string, heading: CsvRow, columns: readonly Column[], problems: ProblemList): void {
  const known = columns.map(c => c.name).join(',');
  for (const [i, cell] of heading.entries()) {
    if (heading.findIndex(c => c.text === cell.text) < i) {
      problems.add({
        file,
        line: cell.line,
        column: cell.column,
        what: { zh: `列 "${cell.text}" 重复`, en: `column "${cell.text}" appears twice` },
        right: { zh: '去掉其中一列', en: 'remove one of them' },
      });
      continue;
    }
    if (columns.some(c => c.name === cell.text)) continue;
    problems.add({
      file,
      line: cell.line,
      column: cell.column,
      what: { zh: `未知列 "${cell.text}"`, en: `unknown column "${cell.text}"` },
      right: { zh: `可用列:${known}`, en: `known columns are ${known}` },
    });
  }
  for (const column of columns.filter(c => c.required)) {
    if (heading.some(c => c.text === column.name)) continue;
    problems.add({
      file,
      line: 1,
      column: 1,
      what: { zh: `缺少列 "${column.name}"`, en: `column "${column.name}" is missing` },
      right: { zh: `表头为 ${known}`, en: `the heading is ${known}` },
    });
  }
}
