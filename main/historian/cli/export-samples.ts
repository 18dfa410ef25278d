/** Samples as text, row by row (command line): CSV that a spreadsheet opens as it is, or one JSON object a line. */
import { qualityClass, qualityReason } from '../../../shared/model/quality.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { ORIGINS } from '../samples.ts';
import type { ExportedSamples } from './stored-history.ts';

/** Without it spreadsheets take UTF-8 for something else. */
const BYTE_ORDER_MARK = '\ufeff';
const MINUTE_MS = 60_000;

export interface ExportFormat {
  readonly isCsv: boolean;
  readonly zone: string;
}

export const headLine = ({ isCsv }: ExportFormat): string =>
  isCsv ? `${BYTE_ORDER_MARK}tag,time,value,quality,reason,seq,origin\r\n` : '';

/** All samples of one page. */
export function lines(tag: string, samples: ExportedSamples, { isCsv, zone }: ExportFormat): string {
  const { t, seq, v, q, exact, origin } = samples;
  const timeOf = isoTimes(zone);
  const rows = Array.from(t, (time, i) => {
    const word = q[i] ?? 0;
    const text = exact?.get(i);
    const value = v[i] ?? Number.NaN;
    const shown = {
      tag,
      time: timeOf(time),
      quality: qualityClass(word),
      reason: qualityReason(word),
      seq: seq[i] ?? 0,
      origin: ORIGINS[origin[i] ?? 0] ?? 'live',
    };
    return isCsv
      ? csvRow([tag, shown.time, csvValue(value, text), shown.quality, shown.reason, String(shown.seq), shown.origin])
      : `${JSON.stringify({ ...shown, value: jsonValue(value, text) })}\n`;
  });
  return rows.join('');
}

const csvRow = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function csvValue(value: number, text: bigint | string | undefined): string {
  if (text !== undefined) return String(text);
  if (Number.isNaN(value)) return '';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** JSON has no infinities; they and −0 are text there. */
function jsonValue(value: number, text: bigint | string | undefined): number | string | null {
  if (text !== undefined) return String(text);
  if (Number.isNaN(value)) return null;
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

/** Times as the clocks of a zone show them, with the offset: the same instant for everybody. */
function isoTimes(zone: string): (time: number) => string {
  if (zone === 'UTC') return time => new Date(time).toISOString();
  const clock = zoneClock(zone);
  let knownMinute = Number.NaN;
  let offsetMs = 0;
  return time => {
    const minute = Math.floor(time / MINUTE_MS);
    if (minute !== knownMinute) {
      const shown = clock.at(minute * MINUTE_MS);
      offsetMs = Date.parse(`${shown.date}T${shown.time}Z`) - minute * MINUTE_MS;
      knownMinute = minute;
    }
    return new Date(time + offsetMs).toISOString().replace('Z', offsetText(offsetMs / MINUTE_MS));
  };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
