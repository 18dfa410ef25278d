/**
 * Lets the demo's month end where the live field begins. The live field starts with everything that wanders at rest and with
 * full stocks (plant-state.ts), so the month's plant is led there: what wanders becomes a bridge that ends at rest, stocks start
 * so that they come out about right and the rest of the difference is spread over two days. Nothing jumps at the seam but the
 * odorant used in the gas day, which the live odoriser counts from its own start. Pure.
 */
import type { PlantState } from '../plant/plant-state.ts';

/** The live field lets its plant run this long before it serves the first value (start-field.ts), s. */
const LIVE_SETTLING_S = 600;
/** What wanders is led to rest over six hours: slower than what wanders within minutes, so that the leading does not show. */
const WANDER_BRIDGE_S = 6 * 3600;
const STOCK_BRIDGE_S = 2 * 86_400;

/** Odorant used at normal flow: 20 mg/m³ × 20,000 m³/h, kg/s. */
const ODORANT_KG_PER_S = 0.4 / 3600;
/** Growth of the pressure loss of the element in service, per s: a factor e in 60 days (utilities.ts). */
const CLOG_PER_S = 1 / (60 * 86_400);
/** Liquid caught in the sump of the filter in service, % per s (utilities.ts). */
const SUMP_PER_S = 2e-5;

/** Values of `initialUtilities`, which is what the live field begins with. */
const LIVE_TANK_KG = 372;
const LIVE_SUMP = 8;
/** 18 days before the end: what is used until then and what the live field has. */
export const TANK_AFTER_DELIVERY_KG = 540;
/** Pressure loss after a change of element 12 days before the end, in multiples of what the live field begins with. */
export const NEW_ELEMENT = 0.82;

/** The stocks of a month ago. */
export function startMonth(state: PlantState): void {
  const { utilities } = state;
  utilities.tankKg = 300;
  utilities.sump = [13.7, 6.3];
  utilities.clog = [0.9, 0.98];
}

interface Stock {
  get(): number;
  set(value: number): void;
  readonly end: number;
  /** By how much it changes by itself, per s. */
  readonly rate: number;
}

const item = (list: number[], index: number, rest: { end: number; rate: number }): Stock => ({
  get: () => list[index] ?? rest.end,
  set: value => {
    list[index] = value;
  },
  ...rest,
});

function stocks({ utilities }: PlantState): Stock[] {
  return [
    {
      get: () => utilities.tankKg,
      set: kg => {
        utilities.tankKg = kg;
      },
      end: LIVE_TANK_KG,
      rate: -ODORANT_KG_PER_S,
    },
    item(utilities.clog, 0, { end: 1, rate: CLOG_PER_S }),
    item(utilities.clog, 1, { end: 1, rate: 0 }),
    item(utilities.sump, 0, { end: LIVE_SUMP, rate: SUMP_PER_S }),
    item(utilities.sump, 1, { end: LIVE_SUMP, rate: 0 }),
  ];
}

/** Takes a step towards the state with which the live field begins. Call after each step of the plant. */
export function leadToSeam(state: PlantState, at: { to: number; dtS: number }): void {
  const leftS = (at.to - state.timeMs) / 1000 - LIVE_SETTLING_S;
  if (leftS > STOCK_BRIDGE_S || leftS < 0) return;
  const share = at.dtS / (leftS + at.dtS);
  for (const stock of stocks(state)) {
    const wanted = stock.end - stock.rate * leftS;
    stock.set(stock.get() + (wanted - stock.get()) * share);
  }
  if (leftS <= WANDER_BRIDGE_S) rest(state, 1 - share);
}

function rest(state: PlantState, keep: number): void {
  const { weather, heating, analysis } = state;
  state.supplyWander *= keep;
  heating.inletWander *= keep;
  weather.synoptic *= keep;
  weather.barometer *= keep;
  weather.wind *= keep;
  weather.direction *= keep;
  weather.humidity *= keep;
  analysis.drift = analysis.drift.map(drift => drift * keep);
}
