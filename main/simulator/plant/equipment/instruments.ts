/**
 * Sensors between the process and the registers: first-order lag, small bounded noise, resolution of a 4–20 mA input, clamping to
 * the range, and the sensor faults. A sensor keeps its lagged value and, when frozen, what it showed last. Noise changes once
 * per second like an integrating input card's; it is a hash of seed, sensor and second, so it needs no state.
 */
import type { ActiveFaults } from '../faults.ts';
import { hashNoise } from '../surroundings/random.ts';

export interface SensorDefinition {
  readonly tag: string;
  readonly low: number;
  readonly high: number;
  readonly lagS: number;
  /** Standard deviation, engineering units. */
  readonly noise: number;
  /** Smallest step of the reading, engineering units. */
  readonly resolution: number;
}

export interface SensorState {
  lagged: number[];
  /** Reading held by a frozen sensor, NaN-free: null while it lives. */
  held: (number | null)[];
  /** Accumulated drift. */
  drift: number[];
}

/** Counts of a 16-bit 4–20 mA input over its nominal range. */
const COUNTS = 27_648;

/** Lag and noise where the default (1 s, 0.01 % of span) does not fit. */
const SPECIAL: Readonly<Record<string, { lagS?: number; noise?: number }>> = {
  'PDT-1001': { noise: 0.0002 },
  'PDT-1201A': { lagS: 3, noise: 0.05 },
  'PDT-1201B': { lagS: 3, noise: 0.02 },
  'LT-1201A': { lagS: 5, noise: 0.05 },
  'LT-1201B': { lagS: 5, noise: 0.05 },
  'AT-1502': { lagS: 60, noise: 0.05 },
  'AT-1503': { lagS: 60, noise: 0.01 },
  'AT-1601': { lagS: 10, noise: 0.05 },
  'PT-1711': { lagS: 5, noise: 0.0003 },
  'EI-1901': { lagS: 0.2, noise: 0.6 },
  'EI-1902': { lagS: 0.2, noise: 0.15 },
  'JI-1901': { noise: 0.2 },
  'KI-1901': { noise: 0 },
  'EI-1905': { lagS: 0.5, noise: 0.02 },
  'TT-1941': { lagS: 60, noise: 0.03 },
  'ST-1931': { lagS: 1, noise: 0.15 },
  'ZT-1931': { lagS: 1, noise: 1.5 },
  'FQ-1601': { lagS: 0, noise: 0 },
  'LT-1601': { lagS: 10, noise: 0.02 },
};

/** Flow readings: the meters' own noise is in the model, the converters add little. Temperatures are slow in their wells. */
function defaults(tag: string): { lagS: number; noiseShare: number } {
  if (tag.startsWith('TT-')) return { lagS: 10, noiseShare: 0.0002 };
  if (tag.startsWith('TV-') || tag.startsWith('ZT-13')) return { lagS: 0.3, noiseShare: 0.0005 };
  if (tag.startsWith('GD-')) return { lagS: 0.5, noiseShare: 0.0008 };
  if (tag.startsWith('FT-') || tag.startsWith('FI-')) return { lagS: 0, noiseShare: 0 };
  if (/^(ZI|VI|KI|SI|GI|PF)-1401/.test(tag)) return { lagS: 0, noiseShare: 0 };
  return { lagS: 1, noiseShare: 0.0001 };
}

/** Sensor of a float tag with range `low`…`high`. Values of flow computers have no input card: they keep full resolution. */
export function sensorOf(tag: string, range: { low: number; high: number; inputCard: boolean }): SensorDefinition {
  const span = range.high - range.low;
  const special = SPECIAL[tag];
  const standard = defaults(tag);
  return {
    tag,
    low: range.low,
    high: range.high,
    lagS: special?.lagS ?? standard.lagS,
    noise: special?.noise ?? standard.noiseShare * span,
    resolution: range.inputCard ? span / COUNTS : 0,
  };
}

export const initialSensors = (truth: readonly number[]): SensorState => ({
  lagged: [...truth],
  held: truth.map(() => null),
  drift: truth.map(() => 0),
});

export interface SensorStep {
  readonly dtS: number;
  readonly seed: number;
  /** Simulated whole seconds. */
  readonly second: number;
  readonly faults: ActiveFaults;
}

/** Share of the span below which a sensor shows the process value itself: far below what any register resolves. */
const ARRIVED_SHARE = 1e-9;

/** Follows the process for one step. */
export function stepSensors(
  definitions: readonly SensorDefinition[],
  state: SensorState,
  at: SensorStep & { truth: (index: number) => number },
): void {
  for (let i = 0; i < definitions.length; i += 1) {
    const sensor = definitions[i];
    if (sensor === undefined) continue;
    const truth = at.truth(i);
    const before = state.lagged[i] ?? truth;
    const followed = sensor.lagS > 0 ? before + (truth - before) * (at.dtS / (sensor.lagS + at.dtS)) : truth;
    // A lag never quite arrives; without this a value that goes to zero ends among the denormal numbers.
    const arrived = Math.abs(truth - followed) < ARRIVED_SHARE * (sensor.high - sensor.low);
    state.lagged[i] = arrived ? truth : followed;
  }
  if (at.faults.list.length === 0) return;
  definitions.forEach((sensor, i) => {
    const drifting = at.faults.has('sensor-drift', sensor.tag);
    const rate = at.faults.strength('sensor-drift', sensor.tag) || 0.01 * (sensor.high - sensor.low);
    state.drift[i] = drifting ? (state.drift[i] ?? 0) + (rate * at.dtS) / 60 : 0;
  });
}

/** What the register shows. */
export function sensorReading(
  sensor: SensorDefinition,
  index: number,
  at: SensorStep & { state: SensorState },
): number {
  const held = at.state.held[index];
  if (held !== null && held !== undefined) return held;
  const noisy =
    (at.state.lagged[index] ?? 0) +
    (at.state.drift[index] ?? 0) +
    (sensor.noise > 0 ? sensor.noise * hashNoise(at.seed, index, at.second) : 0);
  const rounded = sensor.resolution > 0 ? Math.round(noisy / sensor.resolution) * sensor.resolution : noisy;
  return rounded < sensor.low ? sensor.low : rounded > sensor.high ? sensor.high : rounded;
}
