/**
 * What the three networks draw: hour and weekday factors of households, industry and heating boilers in local time, heating by
 * degree-days below 18 °C, plus bounded coloured noise. Factors are judgement, not published data; they have mean 1 over a day.
 * Pure. Standard m³/h.
 */
import { type RandomState, wander } from './random.ts';
import { dayMeanC, type WeatherState } from './weather.ts';

const RESIDENTIAL = [
  0.3567, 0.2854, 0.2548, 0.2446, 0.2854, 0.5605, 1.172, 1.4777, 1.121, 0.9172, 1.0701, 1.6306, 1.7834, 1.0701, 0.8153,
  0.8153, 1.121, 1.7834, 2.0892, 1.7325, 1.2739, 0.9682, 0.7134, 0.4586,
] as const;
const INDUSTRY = [
  0.9162, 0.8963, 0.8963, 0.8963, 0.9062, 0.9361, 0.9759, 1.0357, 1.0755, 1.0954, 1.0954, 1.0556, 1.0158, 1.0556,
  1.0855, 1.0954, 1.0855, 1.0456, 1.0058, 0.9859, 0.9759, 0.966, 0.956, 0.9461,
] as const;
const HEATING = [
  1.02, 1.03, 1.05, 1.07, 1.1, 1.12, 1.12, 1.08, 1.02, 0.97, 0.93, 0.9, 0.88, 0.87, 0.88, 0.9, 0.94, 0.98, 1.0, 1.01,
  1.02, 1.03, 1.04, 1.04,
] as const;
/** Monday first. */
const RESIDENTIAL_DAYS = [1, 1, 1, 1, 1, 1.06, 1.08] as const;
const INDUSTRY_DAYS = [1, 1, 1, 1, 1, 0.9, 0.78] as const;

/** City heating: 120,000 m³/d base and 16,000 m³/d per degree-day; 9,000 m³/h at a mean of 12 °C. */
const HEATING_BASE = 120_000;
const HEATING_PER_DEGREE = 16_000;
const HEATING_LIMIT_C = 18;
const HEATING_NORMAL = HEATING_BASE + HEATING_PER_DEGREE * (HEATING_LIMIT_C - 12);

interface Mix {
  readonly normal: number;
  readonly residential: number;
  readonly industry: number;
  readonly heating: number;
}

/** Shares of each network at its normal hour; they add up to 1. */
const NETWORKS: readonly Mix[] = [
  { normal: 9000, residential: 0.2, industry: 0.25, heating: 0.55 },
  { normal: 6000, residential: 0.3, industry: 0.15, heating: 0.55 },
  { normal: 5000, residential: 0, industry: 0.95, heating: 0.05 },
];

const NOISE = 0.012;
const NOISE_TIME_S = 400;

export interface DemandState {
  noise: number[];
  /** Demand of each network, standard m³/h. */
  flow: number[];
}

/** Local wall clock of the station. */
export interface LocalTime {
  /** Hour with fraction, 0…24. */
  readonly hour: number;
  /** 0 = Monday. */
  readonly weekday: number;
}

export const initialDemand = (): DemandState => ({ noise: [0, 0, 0], flow: NETWORKS.map(n => n.normal) });

/** Factor at an hour; factors belong to the middle of their hour and are joined by straight lines. */
function hourFactor(table: readonly number[], hour: number): number {
  const shifted = (hour + 23.5) % 24;
  const index = Math.floor(shifted);
  const a = table[index] ?? 1;
  const b = table[(index + 1) % 24] ?? 1;
  return a + (b - a) * (shifted - index);
}

export function stepDemand(
  demand: DemandState,
  at: { local: LocalTime; weather: WeatherState; random: RandomState; dtS: number },
): void {
  const { hour, weekday } = at.local;
  const degrees = Math.max(0, HEATING_LIMIT_C - dayMeanC(at.weather));
  const cold = (HEATING_BASE + HEATING_PER_DEGREE * degrees) / HEATING_NORMAL;
  const residential = hourFactor(RESIDENTIAL, hour) * (RESIDENTIAL_DAYS[weekday] ?? 1);
  const industry = hourFactor(INDUSTRY, hour) * (INDUSTRY_DAYS[weekday] ?? 1);
  const heating = hourFactor(HEATING, hour) * cold;
  for (let i = 0; i < NETWORKS.length; i += 1) {
    const mix = NETWORKS[i];
    if (mix === undefined) continue;
    const noise = wander(at.random, demand.noise[i] ?? 0, { dtS: at.dtS, timeConstantS: NOISE_TIME_S });
    demand.noise[i] = noise;
    const factor = mix.residential * residential + mix.industry * industry + mix.heating * heating;
    demand.flow[i] = mix.normal * factor * (1 + NOISE * noise);
  }
}
