/**
 * The columns of `tags.csv` that say what becomes of a value whatever protocol it comes by: `low`, `high`, `scan_ms`, `fast_ms`,
 * `scaling`, `clamp`, `frozen_s`.
 */
import type { TableRow } from '../table.ts';
import type { ProjectTag, Scaling } from '../types.ts';
import { isInvertible, parseScaling } from './scaling-text.ts';

/** Scan groups are 50 ms to 1 h. */
const PERIOD_MS = [50, 3_600_000] as const;
/** Fewer equal readings than this say nothing about an instrument. */
const FROZEN_SCANS = 3;
const MOST_FROZEN_S = 31_536_000;

type Range = Pick<ProjectTag, 'low' | 'high'>;

export function readRange(row: TableRow): Range {
  const low = row.number('low');
  const high = row.number('high');
  if ((low === null) !== (high === null) || (low !== null && high !== null && low >= high)) {
    row.complain(
      'high',
      {
        zh: `量程 ${row.text('low')}…${row.text('high')} 不成立`,
        en: `range ${row.text('low')}…${row.text('high')} is not a range`,
      },
      { zh: 'low 小于 high，或两者都留空', en: 'low below high, or leave both empty' },
    );
  }
  return { low, high };
}

/** NaN when it is wrong: then nothing follows from it for the others. */
export const readScan = (row: TableRow): number => row.integer('scan_ms', PERIOD_MS, Number.NaN);

type Pace = Pick<ProjectTag, 'fastPeriodMs' | 'frozenAfterMs'>;

export function readPace(row: TableRow, periodMs: number): Pace {
  const [leastMs, mostMs] = PERIOD_MS;
  const slowestMs = Number.isNaN(periodMs) ? mostMs : periodMs;
  const fastPeriodMs = row.text('fast_ms') === '' ? periodMs : row.integer('fast_ms', [leastMs, slowestMs], periodMs);
  const frozenS = row.number('frozen_s');
  if (frozenS !== null) checkFrozen(row, frozenS, periodMs);
  return { fastPeriodMs, frozenAfterMs: frozenS === null ? null : Math.round(frozenS * 1_000) };
}

function checkFrozen(row: TableRow, frozenS: number, periodMs: number): void {
  const leastS = (FROZEN_SCANS * (Number.isNaN(periodMs) ? PERIOD_MS[0] : periodMs)) / 1_000;
  if (frozenS >= leastS && frozenS <= MOST_FROZEN_S) return;
  row.complain(
    'frozen_s',
    { zh: `frozen_s ${frozenS} 超出范围`, en: `frozen_s of ${frozenS} is out of range` },
    {
      zh: `${leastS}–${MOST_FROZEN_S} 秒：不少于 ${FROZEN_SCANS} 个扫描周期`,
      en: `${leastS} to ${MOST_FROZEN_S} s: no less than ${FROZEN_SCANS} scans`,
    },
  );
}

type Treatment = Pick<ProjectTag, 'scaling' | 'isClamped'>;

/** @param tag `isText` where the type is known to be one */
export function readTreatment(row: TableRow, tag: Range & { isText: boolean; isWritable: boolean }): Treatment {
  if (tag.isText) {
    for (const column of ['scaling', 'clamp', 'frozen_s'].filter(c => row.text(c) !== '')) {
      row.complain(
        column,
        { zh: `文字没有 "${column}"`, en: `a text has no "${column}"` },
        { zh: '留空', en: 'leave it empty' },
      );
    }
    return { scaling: null, isClamped: false };
  }
  return { scaling: readScaling(row, tag.isWritable), isClamped: readClamp(row, tag) };
}

function readScaling(row: TableRow, isWritable: boolean): Scaling | null {
  const text = row.text('scaling');
  if (text === '') return null;
  const parsed = parseScaling(text);
  if (!parsed.ok) {
    row.complain('scaling', parsed.what, parsed.right);
    return null;
  }
  if (isWritable && !isInvertible(parsed.scaling)) {
    row.complain(
      'scaling',
      {
        zh: '可写位号的换算表有升有降，无法换算回去',
        en: 'the table of a tag that is written rises and falls, so that a value cannot be turned back',
      },
      { zh: '只升或只降，或将 write 留空', en: 'values that only rise or only fall, or leave write empty' },
    );
  }
  return parsed.scaling;
}

function readClamp(row: TableRow, { low, high }: Range): boolean {
  if (row.text('clamp') === '' || row.oneOf('clamp', ['yes']) === null) return false;
  if (low === null && high === null && row.text('low') === '' && row.text('high') === '') {
    row.complain(
      'clamp',
      { zh: '没有量程可钳位', en: 'there is no range to clamp to' },
      { zh: '填写 low 和 high，或将 clamp 留空', en: 'fill in low and high, or leave clamp empty' },
    );
  }
  return true;
}
