/** Pieces of a sheet's XML (pure; ECMA-376 Part 1, 18.3): what comes before the rows and after them, names of columns, text. */
import type { Table } from './cell.ts';

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const LETTERS = 26;
const A = 65;

/** 0 → `A`, 26 → `AA`. */
export function columnName(index: number): string {
  const rest = Math.floor(index / LETTERS);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(A + (index % LETTERS));
}

/** Everything before the first row; rows up to `frozen` stay in sight. */
export function sheetStart(columns: Table['columns'], frozen: number): string {
  const cols = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="${NAMESPACE}">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">' +
    `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>` +
    `</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>`
  );
}

/** Everything after the last row. */
export const sheetEnd = (filter: string): string =>
  `</sheetData><autoFilter ref="${filter}"/>` +
  '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>';

/** XML 1.0 has no place for these, however they are written. */
const FORBIDDEN = /[\p{Cc}--[\t\n\r]]|[\ufffe\uffff]/gv;
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Half a character and control characters become `�`. */
export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"]/g, c => ESCAPED[c] ?? c);
