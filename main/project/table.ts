/** A CSV file with a heading row, read cell by cell; every complaint knows its cell. */
import type { Text } from '../../shared/text/text.ts';
import { type Cell, type CsvRow, CsvSyntaxError, parseCsv } from './csv.ts';
import type { Problem, ProblemList } from './problem.ts';

export interface Column {
  readonly name: string;
  readonly required: boolean;
}

export class TableRow {
  readonly line: number;
  readonly #file: string;
  readonly #cells: ReadonlyMap<string, Cell>;
  readonly #heading: readonly string[];
  readonly #problems: ProblemList;
  /** Stands for a cell that the row does not have. */
  readonly #last: Cell;

  constructor(file: string, row: CsvRow, heading: readonly string[], problems: ProblemList) {
    this.#file = file;
    this.#problems = problems;
    this.#heading = heading;
    this.line = row[0]?.line ?? 0;
    this.#cells = new Map(heading.map((name, i) => [name, row[i]] as const).flatMap(([n, c]) => (c ? [[n, c]] : [])));
    this.#last = row.at(-1) ?? { text: '', line: this.line, column: 1, endLine: this.line };
  }

  /** False in a file that was written before there was such a column. */
  hasColumn(column: string): boolean {
    return this.#heading.includes(column);
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
      { zh: '写成如 3.2 的数，小数点用 "."', en: 'write a number such as 3.2, with "." as the decimal point' },
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

  /** One of `values`; complains and gives null otherwise, so that nothing is said about what follows from it. */
  oneOf<T extends string>(column: string, values: readonly T[]): T | null {
    const text = this.text(column);
    const found = values.find(v => v === text);
    if (found !== undefined) return found;
    this.complain(
      column,
      text === ''
        ? { zh: `"${column}" 为空`, en: `"${column}" is empty` }
        : { zh: `"${text}" 不可用`, en: `"${text}" is not known` },
      values.length === 1
        ? { zh: `应为 ${values[0]}`, en: `write ${values[0]}` }
        : { zh: `应为 ${values.join(' / ')} 之一`, en: `one of ${values.join(' / ')}` },
    );
    return null;
  }
}

/**
 * Rows of a table file, or null when it cannot be told what its cells mean: a quote that does not end where its cell does, or
 * a heading with a missing or unknown column. One mistake there would be as many as the file has rows.
 */
export function readTable(
  file: string,
  source: string,
  columns: readonly Column[],
  problems: ProblemList,
): readonly TableRow[] | null {
  let rows: CsvRow[];
  try {
    rows = parseCsv(source);
  } catch (error) {
    if (!(error instanceof CsvSyntaxError)) throw error;
    problems.add({ file, ...quoteProblem(error) });
    return null;
  }
  const [heading = [], ...body] = rows;
  const names = heading.map(c => c.text);
  if (!checkHeading(file, heading, columns, problems)) return null;
  const swallowing = body.flatMap(row => swallowingCell(row, names, columns) ?? []);
  for (const cell of swallowing) problems.add({ file, ...swallowProblem(cell) });
  if (swallowing.length > 0) return null;
  return body.map(row => {
    const surplus = row[names.length];
    if (surplus !== undefined) {
      problems.add({
        file,
        line: surplus.line,
        column: surplus.column,
        what: { zh: `多出的单元格 "${surplus.text}"`, en: `one cell too many: "${surplus.text}"` },
        right: {
          zh: `每行 ${names.length} 列；含逗号的文字要加引号`,
          en: `${names.length} cells a row; quote text that contains a comma`,
        },
      });
    }
    return new TableRow(file, row, names, problems);
  });
}

type Complaint = Omit<Problem, 'file'>;

const CLOSE_QUOTE: Problem['right'] = {
  zh: '在单元格末尾补上 "，文字中的引号写成 ""',
  en: 'add the closing " at the end of the cell; write a quote within text as ""',
};

function quoteProblem({ line, column, closedOnLine }: CsvSyntaxError): Complaint {
  const what =
    closedOnLine === null
      ? { zh: '此处的引号没有结束', en: 'this quote is not closed' }
      : closedOnLine === line
        ? { zh: '结尾引号之后还有文字', en: 'text follows the closing quote of this cell' }
        : {
            zh: `此处的引号没有结束：吞掉了到第 ${closedOnLine} 行为止的内容`,
            en: `this quote is not closed: it swallows everything up to line ${closedOnLine}`,
          };
  return { line, column, what, right: CLOSE_QUOTE };
}

/** A cell that runs over several lines in a row that is then no row: most likely its quote ends at that of a later row. */
function swallowingCell(row: CsvRow, names: readonly string[], columns: readonly Column[]): Cell | undefined {
  const needed = names.findLastIndex(name => columns.some(c => c.required && c.name === name)) + 1;
  const isRow = row.length >= needed && row.length <= names.length;
  return row.find(
    cell =>
      cell.endLine > cell.line &&
      (!isRow || cell.text.split('\n').some(line => line.split(',').length >= names.length)),
  );
}

const swallowProblem = ({ line, column, endLine }: Cell): Complaint => ({
  line,
  column,
  what: {
    zh: `此处的引号到第 ${endLine} 行才结束，吞掉了其间的行`,
    en: `this quote ends only on line ${endLine} and swallows the rows between`,
  },
  right: CLOSE_QUOTE,
});

/** False when the cells of the file would not mean what they seem to. */
function checkHeading(file: string, heading: CsvRow, columns: readonly Column[], problems: ProblemList): boolean {
  const known = columns.map(c => c.name).join(',');
  const separator = foreignSeparator(heading);
  if (separator !== null) {
    problems.add({
      file,
      line: 1,
      column: 1,
      what: { zh: `列用 ${separator.zh} 分隔`, en: `the columns are separated by ${separator.en}` },
      right: {
        zh: '用逗号分隔，另存为 CSV（逗号分隔，UTF-8）',
        en: 'separate them by commas: save as CSV, comma, UTF-8',
      },
    });
    return false;
  }
  const before = problems.count;
  for (const [i, cell] of heading.entries()) {
    const isTwin = heading.findIndex(c => c.text === cell.text) < i;
    if (!isTwin && columns.some(c => c.name === cell.text)) continue;
    problems.add({
      file,
      line: cell.line,
      column: cell.column,
      ...(isTwin
        ? {
            what: { zh: `列 "${cell.text}" 重复`, en: `column "${cell.text}" appears twice` },
            right: { zh: '去掉其中一列', en: 'remove one of them' },
          }
        : {
            what: { zh: `未知列 "${cell.text}"`, en: `unknown column "${cell.text}"` },
            right: { zh: `可用列：${known}`, en: `known columns are ${known}` },
          }),
    });
  }
  const missing = columns.filter(c => c.required && !heading.some(cell => cell.text === c.name)).map(c => c.name);
  if (missing.length > 0) {
    problems.add({
      file,
      line: 1,
      column: 1,
      what: { zh: `表头缺少列 ${missing.join(', ')}`, en: `the heading lacks ${missing.join(', ')}` },
      right: { zh: `第一行为 ${known}`, en: `the first line is ${known}` },
    });
  }
  return problems.count === before;
}

/** What a spreadsheet of another country or another export writes instead of the comma, or null. */
function foreignSeparator([only, ...others]: CsvRow): { readonly zh: string; readonly en: string } | null {
  if (only === undefined || others.length > 0) return null;
  if (only.text.includes(';')) return { zh: '分号', en: 'semicolons' };
  return only.text.includes('\t') ? { zh: '制表符', en: 'tabs' } : null;
}
