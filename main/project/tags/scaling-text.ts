/** The `scaling` column: what a person writes there, to the law that turns raw values into values in the tag's unit. Pure. */
import type { Text } from '../../../shared/text/text.ts';
import type { Scaling } from '../types.ts';

export type ScalingResult =
  | { readonly ok: true; readonly scaling: Scaling }
  | { readonly ok: false; readonly what: Text; readonly right: Text };

const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?`;
const RANGES = String.raw`(${NUMBER})\s*\.\.\s*(${NUMBER})\s*->\s*(${NUMBER})\s*\.\.\s*(${NUMBER})`;
const FACTOR = new RegExp(String.raw`^\*\s*(${NUMBER})\s*([+-]\s*${NUMBER})?$`);
const LINEAR = new RegExp(String.raw`^linear\s+${RANGES}$`);
const SQRT = new RegExp(String.raw`^sqrt\s+${RANGES}$`);
const TABLE = new RegExp(String.raw`^table((?:\s+${NUMBER}=${NUMBER})+)$`);

/** `*0.1-40`, `linear 4..20 -> 0..6.3`, `sqrt 4..20 -> 0..1000`, `table 0=0 50=12.5 100=30`. */
export function parseScaling(text: string): ScalingResult {
  const factor = FACTOR.exec(text);
  if (factor !== null) return byFactor(text, numbersOf(factor[1], factor[2] ?? '0'));
  const linear = LINEAR.exec(text);
  if (linear !== null) return byRanges(text, numbersOf(...linear.slice(1)));
  const sqrt = SQRT.exec(text);
  if (sqrt !== null) return byRoot(text, numbersOf(...sqrt.slice(1)));
  const table = TABLE.exec(text);
  return table === null ? unknown(text) : byTable(text, table[1] ?? '');
}

/** A sign may stand apart from its digits. */
const numbersOf = (...texts: readonly (string | undefined)[]): number[] =>
  texts.map(t => Number((t ?? '').replaceAll(/\s/g, '')));

function byFactor(text: string, [gain = 0, offset = 0]: number[]): ScalingResult {
  if (!Number.isFinite(gain) || !Number.isFinite(offset)) return unknown(text);
  if (gain !== 0) return { ok: true, scaling: { kind: 'linear', gain, offset } };
  return {
    ok: false,
    what: { zh: `换算 "${text}" 使所有值相同`, en: `scaling "${text}" makes all values the same` },
    right: { zh: '倍数不能为 0', en: 'the factor must not be 0' },
  };
}

function byRanges(text: string, [a = 0, b = 0, c = 0, d = 0]: number[]): ScalingResult {
  const gain = (d - c) / (b - a);
  if (a !== b && c !== d && Number.isFinite(gain)) {
    return { ok: true, scaling: { kind: 'linear', gain, offset: c - a * gain } };
  }
  return {
    ok: false,
    what: { zh: `换算 "${text}" 的范围不成立`, en: `scaling "${text}" has a range that is none` },
    right: { zh: '每个范围的两端必须不同', en: 'the two ends of a range must differ' },
  };
}

function byRoot(text: string, [rawLow = 0, rawHigh = 0, low = 0, high = 0]: number[]): ScalingResult {
  const isRising = rawLow < rawHigh && low < high && Number.isFinite(rawHigh - rawLow) && Number.isFinite(high - low);
  if (isRising) return { ok: true, scaling: { kind: 'sqrt', rawLow, rawHigh, low, high } };
  return {
    ok: false,
    what: { zh: `换算 "${text}" 的范围不成立`, en: `scaling "${text}" has a range that is none` },
    right: { zh: '开方的两个范围都由小到大', en: 'a square root goes from low to high in both ranges' },
  };
}

function byTable(text: string, list: string): ScalingResult {
  const points = list
    .trim()
    .split(/\s+/)
    .map(point => numbersOf(...point.split('=')));
  const [raw, value] = [points.map(p => p[0] ?? Number.NaN), points.map(p => p[1] ?? Number.NaN)];
  if (![...raw, ...value].every(Number.isFinite)) return unknown(text);
  if (points.length < 2) {
    return {
      ok: false,
      what: { zh: `换算 "${text}" 只有一个点`, en: `scaling "${text}" has one point only` },
      right: { zh: '至少两点，如 table 0=0 100=30', en: 'at least two, such as table 0=0 100=30' },
    };
  }
  const fallen = raw.findIndex((x, i) => i > 0 && x <= (raw[i - 1] ?? x));
  if (fallen < 0) return { ok: true, scaling: { kind: 'table', raw, value } };
  const pair = `${raw[fallen - 1]}, ${raw[fallen]}`;
  return {
    ok: false,
    what: { zh: `换算表的原始值 ${pair} 没有递增`, en: `the raw values ${pair} of the table do not ascend` },
    right: { zh: '等号前的原始值逐点变大', en: 'the raw value, before the =, grows from point to point' },
  };
}

const unknown = (text: string): ScalingResult => ({
  ok: false,
  what: { zh: `换算 "${text}" 无法识别`, en: `scaling "${text}" is not understood` },
  right: {
    zh: '写成 *3600、*0.1-40、linear 4..20 -> 0..6.3、sqrt 4..20 -> 0..1000 或 table 0=0 50=12.5 100=30',
    en: 'write *3600, *0.1-40, linear 4..20 -> 0..6.3, sqrt 4..20 -> 0..1000 or table 0=0 50=12.5 100=30',
  },
});

/** Whether every value comes from one raw value only, so that a command can be turned back into one. */
export function isInvertible(scaling: Scaling): boolean {
  if (scaling.kind !== 'table') return true;
  const steps = scaling.value.slice(1).map((v, i) => Math.sign(v - (scaling.value[i] ?? v)));
  return steps.every(step => step === 1) || steps.every(step => step === -1);
}
