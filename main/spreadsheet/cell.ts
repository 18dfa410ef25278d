/** What a cell of a table that leaves the station may hold. */

export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  /** Epoch ms. */
  | { readonly kind: 'time'; readonly at: number }
  /** A number that a double cannot say: all of its digits. */
  | { readonly kind: 'exact'; readonly text: string }
  | null;

export const textCell = (text: string | null): Cell => (text === null || text === '' ? null : { kind: 'text', text });
export const numberCell = (value: number | null): Cell =>
  value === null || !Number.isFinite(value) ? null : { kind: 'number', value };

/** A stored value: NaN is an empty cell, whose quality says why; all else is written so that it is read back as the same double. */
export function valueCell(value: number): Cell {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'exact', text: String(value) };
}
/** What stands beside a number that cannot say it: a text, or the digits of a large integer. */
export const exactCell = (text: string): Cell => (/^-?\d+$/.test(text) ? { kind: 'exact', text } : textCell(text));

export interface Table {
  /** Lines above the table: a name and what it is. */
  readonly heading: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly { readonly title: string /** Characters. */; readonly width: number }[];
}

/** Rows come in pieces; between two of them others have their turn. */
export type RowPieces = AsyncIterable<readonly (readonly Cell[])[]>;
