/**
 * Odoriser, UPS and supplies, cathodic protection, filter sumps: everything that is not gas flow. Pure in its state.
 * Units as the tags have them: mg/m³, g/h, kg, %, min, V, A.
 */
import type { ActiveFaults } from '../faults.ts';

export interface UtilityState {
  /** Dosing set point, mg/m³. */
  dosing: number;
  odorantRate: number;
  concentration: number;
  tankKg: number;
  usedKg: number;
  /** Gas day of `usedKg`: days since the epoch, shifted to the gas-day start. */
  gasDay: number;
  batteryMin: number;
  /** Liquid in the filter sumps, %. */
  sump: [number, number];
  /** Running time of the drains, s; 0 = shut. */
  drainS: [number, number];
  drainCommand: [number, number];
  /** Pressure loss of the elements in multiples of a clean one. */
  clog: [number, number];
}

const TANK_KG = 600;
const FULL_BATTERY_MIN = 125;
/** Filters clog by a factor e in about 60 days of normal flow. */
const CLOG_TIME_S = 60 * 86_400;
const NORMAL_FLOW = 5.556;
const DRAIN_STROKE_S = 45;
/** Liquid caught at normal flow, % of the sump per second: half full in a month. */
const SUMP_RATE = 2e-7;
const REFILL_BELOW = 0.25;
const REFILL_TO = 0.8;

export const initialUtilities = (dosing: number): UtilityState => ({
  dosing,
  odorantRate: dosing * 20,
  concentration: dosing,
  tankKg: TANK_KG * 0.62,
  usedKg: 0,
  gasDay: -1,
  batteryMin: FULL_BATTERY_MIN,
  sump: [8, 8],
  drainS: [0, 0],
  drainCommand: [0, 0],
  clog: [1, 1],
});

interface UtilityContext {
  readonly dtS: number;
  readonly faults: ActiveFaults;
  readonly powered: boolean;
  /** Flow through the outlets, standard m³/h. */
  readonly outletFlow: number;
  /** Flow of each filter, standard m³/s. */
  readonly filterFlow: readonly [number, number];
  readonly gasDay: number;
}

function stepOdorant(u: UtilityState, c: UtilityContext): void {
  if (c.gasDay !== u.gasDay) {
    u.gasDay = c.gasDay;
    u.usedKg = 0;
  }
  const rate = c.powered && u.tankKg > 0 ? (u.dosing * c.outletFlow) / 1000 : 0;
  u.odorantRate += (1 - Math.exp(-c.dtS / 3)) * (rate - u.odorantRate);
  const used = (u.odorantRate * c.dtS) / 3_600_000;
  u.usedKg += used;
  u.tankKg = Math.max(0, u.tankKg - used);
  // The supplier's lorry comes in time.
  if (u.tankKg < TANK_KG * REFILL_BELOW) u.tankKg = TANK_KG * REFILL_TO;
  const actual = c.outletFlow > 100 ? (u.odorantRate * 1000) / c.outletFlow : u.concentration;
  u.concentration += (1 - Math.exp(-c.dtS / 180)) * (actual - u.concentration);
}

function stepFilter(u: UtilityState, side: 0 | 1, c: UtilityContext): void {
  const flow = Math.abs(c.filterFlow[side]) / NORMAL_FLOW;
  u.clog[side] = Math.min(40, u.clog[side] * Math.exp((flow * c.dtS) / CLOG_TIME_S));
  // An element is changed on the usual rounds well before its alarm.
  if (u.clog[side] > 3) u.clog[side] = 1;
  u.sump[side] = Math.min(100, u.sump[side] + flow * c.dtS * SUMP_RATE * 100);
  const command = u.drainCommand[side];
  u.drainCommand[side] = 0;
  if (command === 1) u.drainS[side] = DRAIN_STROKE_S;
  else if (command === 2 || command === 3) u.drainS[side] = 0;
  if (u.drainS[side] <= 0 && u.sump[side] < 30) return;
  if (u.drainS[side] <= 0) u.drainS[side] = DRAIN_STROKE_S;
  u.drainS[side] = Math.max(0, u.drainS[side] - c.dtS);
  u.sump[side] = Math.max(2, u.sump[side] - c.dtS * 0.8);
}

export function stepUtilities(u: UtilityState, c: UtilityContext): void {
  stepOdorant(u, c);
  stepFilter(u, 0, c);
  stepFilter(u, 1, c);
  const rate = c.powered ? 6 : -1;
  u.batteryMin = Math.min(FULL_BATTERY_MIN, Math.max(0, u.batteryMin + (rate * c.dtS) / 60));
}

const isAlive = (u: UtilityState): boolean => u.batteryMin > 0;

/** What each tag shows. Functions, not values: a plant reads one tag at a time, hundreds of times a second. */
export const UTILITY_SIGNALS: Readonly<Record<string, (u: UtilityState, powered: boolean) => number>> = {
  'AT-1601': u => u.concentration,
  'FI-1601': u => u.odorantRate,
  'LT-1601': u => (u.tankKg / TANK_KG) * 100,
  'FQ-1601': u => u.usedKg,
  'XI-1601': (_, powered) => (powered ? 1 : 8),
  'EI-1901': (_, powered) => (powered ? 228 : 0),
  'EI-1902': u => (isAlive(u) ? 220 : 0),
  'JI-1901': u => (isAlive(u) ? 34 : 0),
  'KI-1901': u => u.batteryMin,
  'XA-1901': (_, powered) => (powered ? 0 : 1),
  'XA-1902': u => (isAlive(u) ? 0 : 1),
  'EI-1905': (u, powered) => (powered ? 24.2 : isAlive(u) ? 23.6 : 21.5),
  'XI-1910': () => 0,
  'EI-1921': (_, powered) => (powered ? 8.4 : 0),
  'II-1921': (_, powered) => (powered ? 1.35 : 0),
  'EI-1922': (_, powered) => (powered ? -1.05 : -0.88),
  'XI-1861': (_, powered) => (powered ? 1 : 0),
};
