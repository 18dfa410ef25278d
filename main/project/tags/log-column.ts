/**
 * The columns `log` and `stepped` of `tags.csv`: which samples of a tag are kept for years, and how its value goes on between
 * them. What a policy promises is in main/historian/policy/.
 */
import type { LoggingPolicy } from '../../../shared/model/logging.ts';
import type { Text } from '../../../shared/text/text.ts';
import type { Interpolation } from '../../historian/samples.ts';
import type { TableRow } from '../table.ts';
import type { FieldAddress, ProjectTag } from '../types.ts';

/** A longer silence says less about a tag than a person expects of its history; a shorter one is no policy. */
const INTERVAL_MS = [1_000, 86_400_000] as const;
const UNIT_MS = { s: 1_000, min: 60_000, h: 3_600_000 } as const;

const NUMBER = String.raw`\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+`;
const POLICY = new RegExp(String.raw`^(change|compress)\s+(${NUMBER})\s+(\d+(?:\.\d+)?)\s*(s|min|h)$`);

type Parsed =
  | { readonly ok: true; readonly policy: LoggingPolicy }
  | { readonly ok: false; readonly what: Text; readonly right: Text };

/** `all`, `none`, `change 0.01 600s`, `compress 0.01 10min`; the number is in the tag's unit. Empty = `all`. */
function parseLog(text: string): Parsed {
  if (text === '' || text === 'all') return { ok: true, policy: { kind: 'all' } };
  if (text === 'none') return { ok: true, policy: { kind: 'none' } };
  const [, kind, number, interval, unit] = POLICY.exec(text) ?? [];
  const bound = Number(number);
  const maxIntervalMs =
    Number(interval) * (unit === 's' || unit === 'min' || unit === 'h' ? UNIT_MS[unit] : Number.NaN);
  if (!Number.isFinite(bound) || !Number.isFinite(maxIntervalMs)) return unknown(text);
  if (maxIntervalMs < INTERVAL_MS[0] || maxIntervalMs > INTERVAL_MS[1]) return badInterval(`${interval} ${unit}`);
  return {
    ok: true,
    policy:
      kind === 'change'
        ? { kind, deadband: bound, maxIntervalMs }
        : { kind: 'compress', deviation: bound, maxIntervalMs },
  };
}

const unknown = (text: string): Parsed => ({
  ok: false,
  what: { zh: `记录方式 "${text}" 无法识别`, en: `logging "${text}" is not understood` },
  right: {
    zh: '写成 all、none、change 0.01 600s 或 compress 0.01 10min，数值用位号的单位，间隔用 s、min 或 h',
    en: 'write all, none, change 0.01 600s or compress 0.01 10min, the number in the unit of the tag, the interval in s, min or h',
  },
});

const badInterval = (interval: string): Parsed => ({
  ok: false,
  what: { zh: `记录间隔 ${interval} 超出范围`, en: `an interval of ${interval} is out of range` },
  right: { zh: '应为 1 s 至 24 h', en: 'from 1 s to 24 h' },
});

type Known = Pick<ProjectTag, 'signalClass' | 'unit' | 'decimals' | 'low' | 'high' | 'periodMs'> & {
  readonly address: FieldAddress | null;
};

/** @param tag what was read before; NaN where a number was wrong, so that nothing follows from it */
export function readLogging(row: TableRow, tag: Known): Pick<ProjectTag, 'logging' | 'interpolation'> {
  const interpolation = readStepped(row, tag);
  const parsed = parseLog(row.text('log'));
  if (!parsed.ok) {
    row.complain('log', parsed.what, parsed.right);
    return { logging: { kind: 'all' }, interpolation };
  }
  checkPolicy(row, parsed.policy, { ...tag, interpolation });
  return { logging: parsed.policy, interpolation };
}

/** Of a bit or a text the project says so itself. */
const isBitOrText = ({ address }: Known): boolean =>
  address?.kind === 'modbus' && (address.type === 'bit' || address.type === 'string');

const isDiscrete = (tag: Known): boolean => tag.signalClass === 'DI' || tag.signalClass === 'DO' || isBitOrText(tag);

/**
 * Status words, modes and enumerations come in every number type, and from OPC UA without one. What marks them is that there is
 * nothing to measure: no unit, and no digit after the point. A dimensionless whole number that does slope says `stepped` = no.
 */
const isWord = ({ unit, decimals }: Known): boolean => unit === '' && decimals === 0;

function readStepped(row: TableRow, tag: Known): Interpolation {
  const said = row.text('stepped') === '' ? null : row.oneOf('stepped', ['yes', 'no']);
  if (said === 'no' && isDiscrete(tag)) {
    row.complain(
      'stepped',
      { zh: '状态和文字总是阶跃的', en: 'a state or a text always steps' },
      { zh: '留空', en: 'leave it empty' },
    );
  }
  const isStepped = isDiscrete(tag) || (said === null ? isWord(tag) : said === 'yes');
  return isStepped ? 'stepped' : 'sloped';
}

function checkPolicy(row: TableRow, policy: LoggingPolicy, tag: Known & { interpolation: Interpolation }): void {
  if (policy.kind === 'all' || policy.kind === 'none') return;
  const complaint =
    steppedComplaint(policy, tag) ?? stateComplaint(policy, tag) ?? rangeComplaint(policy, tag) ?? pace(policy, tag);
  if (complaint !== null) row.complain('log', complaint.what, complaint.right);
}

type Bounded = Extract<LoggingPolicy, { readonly maxIntervalMs: number }>;
type Complaint = { readonly what: Text; readonly right: Text } | null;

const boundOf = (policy: Bounded): number => (policy.kind === 'change' ? policy.deadband : policy.deviation);

function steppedComplaint({ kind }: Bounded, { interpolation }: { interpolation: Interpolation }): Complaint {
  if (kind !== 'compress' || interpolation === 'sloped') return null;
  return {
    what: {
      zh: '阶跃位号不能用 compress：两个采样之间不是直线',
      en: 'a stepped tag cannot be compressed: between two samples of it there is no line',
    },
    right: { zh: '写成 change 0 600s 或 all', en: 'write change 0 600s, or all' },
  };
}

/** Of a state every change counts, however near the numbers are. */
function stateComplaint(policy: Bounded, tag: Known & { interpolation: Interpolation }): Complaint {
  const isState = isDiscrete(tag) || (isWord(tag) && tag.interpolation === 'stepped');
  if (!isState || boundOf(policy) === 0) return null;
  return {
    what: { zh: '状态和文字没有死区', en: 'a state or a text has no deadband' },
    right: { zh: '写成 change 0 600s：每次变化都保留', en: 'write change 0 600s: every change is kept' },
  };
}

function rangeComplaint(policy: Bounded, { low, high, unit }: Known): Complaint {
  const bound = boundOf(policy);
  if (low === null || high === null || low >= high || bound < high - low) return null;
  const range = `${low}…${high} ${unit}`.trim();
  return {
    what: {
      zh: `误差 ${bound} 不小于量程 ${range}`,
      en: `an error of ${bound} is as much as the whole range ${range}`,
    },
    right: { zh: '写更小的数，用位号的单位', en: 'a smaller number, in the unit of the tag' },
  };
}

function pace({ maxIntervalMs }: Bounded, { periodMs }: Known): Complaint {
  if (Number.isNaN(periodMs) || maxIntervalMs >= 2 * periodMs) return null;
  return {
    what: {
      zh: '记录间隔不到两个扫描周期，等于每个采样都保留',
      en: 'with an interval of less than two scans every sample is kept',
    },
    right: { zh: `不少于 ${periodMs / 500} s，或写 all`, en: `at least ${periodMs / 500} s, or all` },
  };
}
