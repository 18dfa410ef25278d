/**
 * The rows of a tooltip: quality and reason, who entered a value and why, raw value, times, device, address, range, limits,
 * logging. Pure,
 * so that what an operator is told about a value is tested without a screen.
 */
import type { TagDefinition, TagDetail } from '../../shared/model/tag.ts';
import type { Catalog } from '../../shared/text/catalog.ts';
import { ageText } from '../../shared/time/age.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import { formatDigits, formatNumber, formatRaw } from '../../shared/units/format.ts';
import type { Look } from '../mimic/quality-look.ts';
import type { Sample } from '../store/tag-store.ts';
import { loggingText } from './logging-text.ts';

export interface DetailInput {
  readonly look: Look;
  readonly sample: Sample;
  /** Undefined for a value that a screen calculates. */
  readonly tag: TagDefinition | undefined;
  /** Null until the host has answered, and when it is not heard. */
  readonly detail: TagDetail | null;
  readonly texts: Catalog;
  readonly unit: string;
  readonly decimals: number;
  readonly timeZone: string | undefined;
  /** Station clock, epoch ms UTC. */
  readonly now: number;
}

type Row = readonly [name: string, value: string];

/** Quality and reason in words. */
export function qualityWords(look: Look, texts: Catalog): string {
  if (look.isLinkLost) return `${texts.staleValue} · ${texts.linkLostReason}`;
  if (look.kind === 'stale') return `${texts.qualityClass.bad} · ${texts.qualityReason[look.reason]}`;
  const word = texts.qualityClass[look.kind === 'substituted' || look.kind === 'forced' ? 'uncertain' : look.kind];
  return look.reason === 'none' ? word : `${word} · ${texts.qualityReason[look.reason]}`;
}

export function detailRows(input: DetailInput): readonly Row[] {
  const { look, texts } = input;
  return [
    [texts.tip.quality, qualityWords(look, texts)],
    ...overrideRows(input),
    ...timeRows(input),
    ...tagRows(input),
  ];
}

function overrideRows({ detail, texts, unit, decimals, timeZone }: DetailInput): readonly Row[] {
  if (detail === null || detail.override === null) return [];
  const { tip, qualityClass } = texts;
  const { kind, value, who, why, until } = detail.override;
  const isWaiting = kind === 'substitute' && detail.live.quality !== 'bad';
  const number = `${formatNumber(value, decimals)} ${unit}`.trim();
  const live = `${printed(detail.live, decimals)} ${unit}`.trim();
  return [
    [tip.override[kind], isWaiting ? `${number} · ${tip.waiting}` : number],
    [tip.by, who],
    [tip.why, why],
    [tip.until, clockText(until, timeZone)],
    [tip.live, `${live} · ${qualityClass[detail.live.quality]}`],
  ];
}

interface Printable {
  readonly value: number | null;
  readonly text?: string;
}

function printed({ value, text }: Printable, decimals: number): string {
  if (text === undefined) return formatNumber(value, decimals);
  return value === null ? text : formatDigits(text);
}

function timeRows({ look, sample, detail, texts, unit, decimals, timeZone, now }: DetailInput): readonly Row[] {
  const { tip } = texts;
  const rows: Row[] = [];
  const { raw = null, sourceTime = null, receivedAt = null } = detail ?? {};
  if (receivedAt !== null) rows.push([tip.raw, formatRaw(raw)]);
  // Of the value that is printed: an old one was taken when it was good last, not when it was lost. Else all of one answer: beside
  // when an older value was received, the time of a newer one would lie in the future.
  const isHeld = look.kind === 'stale' && !look.isLinkLost && Number.isFinite(sample.lastT);
  rows.push([tip.sampleTime, clockText(isHeld ? sample.lastT : (detail?.shown.time ?? sample.t), timeZone)]);
  if (sourceTime !== null) rows.push([tip.sourceTime, clockText(sourceTime, timeZone)]);
  if (receivedAt !== null) rows.push([tip.receivedAt, clockText(receivedAt, timeZone)]);
  rows.push([tip.age, ageText(look.kind === 'bad' || look.isLinkLost ? now - sample.t : look.ageMs)]);
  const last = lastOf(sample);
  if (look.kind === 'bad' && last !== null) {
    const text = `${printed(last, decimals)} ${unit}`.trim();
    rows.push([tip.lastGood, `${text} · ${clockText(sample.lastT, timeZone)}`]);
  }
  return rows;
}

function lastOf({ lastV, text }: Sample): Printable | null {
  if (text !== undefined) return { value: Number.isFinite(lastV) ? lastV : null, text };
  return Number.isFinite(lastV) ? { value: lastV } : null;
}

function tagRows({ tag, texts, decimals, unit }: DetailInput): readonly Row[] {
  if (tag === undefined) return [];
  const { tip } = texts;
  const rows: Row[] = [[tip.device, tag.device ?? tip.calculated]];
  if (tag.device !== null) rows.push([tip.address, tag.address]);
  if (tag.low !== null && tag.high !== null) {
    rows.push([tip.range, `${formatNumber(tag.low, decimals)} … ${formatNumber(tag.high, decimals)} ${unit}`]);
  }
  const limits = (['LL', 'L', 'H', 'HH'] as const).flatMap(key => {
    const limit = tag.limits[key];
    return limit === undefined ? [] : [`${key} ${formatNumber(limit, decimals)}`];
  });
  rows.push([tip.limits, limits.length === 0 ? tip.noLimits : limits.join(' · ')]);
  rows.push([tip.logging, loggingText(tag, texts)]);
  return rows;
}

function clockText(time: number, timeZone: string | undefined): string {
  if (timeZone === undefined || !Number.isFinite(time)) return '--:--:--';
  const at = zoneClock(timeZone).at(time);
  return `${at.date} ${at.time}`;
}
