/** What a cell of a table that leaves the station may hold. */

export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  /** Epoch ms. */
  | { readonly kind: 'time'; readonly at: number }
  | null;

export const textCell = (text: string | null): Cell => (text === null || text === '' ? null : { kind: 'text', text });
export const numberCell = (value: number | null): Cell =>
  value === null || !Number.isFinite(value) ? null : { kind: 'number', value };

export interface Table {
  /** Lines above the table: a name and what it is. */
  readonly heading: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly { readonly title: string /** Characters. */; readonly width: number }[];
}

/** Rows come in pieces; between two of them others have their turn. */
export type RowPieces = AsyncIterable<readonly (readonly Cell[])[]>;
