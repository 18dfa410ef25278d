/**
 * Numbers as printed on every surface: screen, trend, log and file. Decimals come from the tag, thousands are parted by a
 * comma and the minus is U+2212, as wide as a digit. Pure; two surfaces that format apart would show two values of one tag.
 */
const MINUS = '\u2212';
/** Stands where there is no number. Never 0 and never an empty field. */
export const NO_VALUE = '----';

/**
 * Text of `value` with `decimals` places (0 … 12), thousands comma and U+2212. A value that rounds to zero has no sign.
 * No number (null, NaN, infinite) reads `----`.
 */
export function formatNumber(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  const places = Math.min(12, Math.max(0, Math.trunc(decimals)));
  const [whole = '0', fraction] = Math.abs(value).toFixed(places).split('.');
  const grouped = parted(whole);
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  const isZero = /^[0.,]*$/.test(digits);
  return value < 0 && !isZero ? `${MINUS}${digits}` : digits;
}

/** The number that `formatNumber` prints: what people reckon with who read it. NaN stays NaN. */
export const asPrinted = (value: number, decimals: number): number =>
  Number(value.toFixed(Math.min(12, Math.max(0, Math.trunc(decimals)))));

/** Text of a whole number given by its decimal digits, which may be more than a double carries. */
export function formatDigits(digits: string): string {
  return digits.startsWith('-') ? `${MINUS}${parted(digits.slice(1))}` : parted(digits);
}

/** Significant digits of a raw value: what a register of 32 bits can tell, without the noise of its way into binary. */
const RAW_DIGITS = 10;

/** Text of a raw value, whose decimals nobody has set; a text or digits beyond a double stay as they came. */
export function formatRaw(raw: number | string | null): string {
  if (typeof raw === 'string') return raw;
  if (raw === null || !Number.isFinite(raw)) return NO_VALUE;
  return String(Number(raw.toPrecision(RAW_DIGITS))).replaceAll('-', MINUS);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Text of a number of bytes in steps of a thousand, as networks and disks tell them: `64.0 MB`. None reads `----`. */
export function formatBytes(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return NO_VALUE;
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  return `${formatNumber(count / 1_000 ** step, step === 0 ? 0 : 1)} ${UNITS[step]}`;
}

const parted = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',');
