/**
 * Gas temperatures from inlet to outlets: heater A with a controlled hot-water valve, Joule-Thomson cooling across the regulators,
 * a thermostatic mixing valve before regulation 2 so that the smaller drop there does not end too warm. °C, kW, standard m³/s.
 */
import type { ActiveFaults } from '../faults.ts';
import { expandedTemperature, STANDARD_DENSITY } from '../gas/gas.ts';
import { type RandomState, wander } from '../surroundings/random.ts';

export interface HeatingState {
  inlet: number;
  inletWander: number;
  gasA: number;
  gasB: number;
  mixed2: number;
  water: number;
  valveA: number;
  /** Integral part of the controller, %. */
  integral: number;
  reg1: number;
  reg2: number;
  outlet: number[];
  /** Set point of the temperature after regulation. */
  setPoint: number;
}

/** Heat capacity of the gas at 3.2 MPa, kJ/(kg K): 47.8 kW warm 2.987 kg/s by 6.82 K in the domain's heater table. */
const HEAT_CAPACITY = 2.35;
/** Heat of the fully open exchanger at 75 °C water, kW. */
const FULL_DUTY_KW = 160;
const GAIN_PER_K = 2.2;
const INTEGRAL_S = 90;
const HEATER_LAG_S = 25;
const WALL_LAG_S = 12;
const MINIMUM_MASS_FLOW = 0.15;

export const initialHeating = (setPoint: number): HeatingState => ({
  inlet: 15,
  inletWander: 0,
  gasA: 22,
  gasB: 22,
  mixed2: 16.4,
  water: 75,
  valveA: 38,
  integral: 38,
  reg1: setPoint,
  reg2: setPoint,
  outlet: [setPoint, setPoint, setPoint],
  setPoint,
});

interface HeatingContext {
  readonly dtS: number;
  readonly random: RandomState;
  readonly faults: ActiveFaults;
  /** Flow of each regulation station, standard m³/s. */
  readonly flow1: number;
  readonly flow2: number;
  readonly headerMpa: number;
  readonly reg1Mpa: number;
  readonly reg2Mpa: number;
  readonly ambientC: number;
  /** Mains for boilers and circulation pumps; neither hangs on the UPS. */
  readonly powered: boolean;
}

const toward = (value: number, target: number, share: number): number => value + share * (target - value);

function stepExchanger(h: HeatingState, c: HeatingContext): void {
  const mass = Math.max(MINIMUM_MASS_FLOW, (c.flow1 + 0.5 * c.flow2) * STANDARD_DENSITY);
  const error = h.setPoint - h.reg1;
  const moving = c.flow1 + c.flow2 > 0.02;
  if (moving) h.integral = Math.min(100, Math.max(0, h.integral + (error * GAIN_PER_K * c.dtS) / INTEGRAL_S));
  const wanted = moving ? Math.min(100, Math.max(0, h.integral + GAIN_PER_K * error)) : 0;
  const stroke = 2 * c.dtS;
  h.valveA += Math.max(-stroke, Math.min(stroke, wanted - h.valveA));
  // Against the present gas temperature the exchanger is implicit: solve gas = inlet + duty(gas)/(m cp).
  const perKelvin = c.powered ? ((h.valveA / 100) * FULL_DUTY_KW) / 55 / (mass * HEAT_CAPACITY) : 0;
  const steady = (h.inlet + perKelvin * (h.water + 2)) / (1 + perKelvin);
  h.gasA = toward(h.gasA, steady, 1 - Math.exp(-c.dtS / HEATER_LAG_S));
  h.gasB = toward(h.gasB, h.gasA, 1 - Math.exp(-c.dtS / 240));
  const waterTarget = c.powered ? 75 : Math.max(c.ambientC, 20);
  h.water = toward(h.water, waterTarget, 1 - Math.exp(-c.dtS / (c.powered ? 400 : 5400)));
}

/** Advances all temperatures by one step. */
export function stepHeating(h: HeatingState, c: HeatingContext): void {
  h.inletWander = wander(c.random, h.inletWander, { dtS: c.dtS, timeConstantS: 20_000 });
  const lag = 1 - Math.exp(-c.dtS / WALL_LAG_S);
  h.inlet = toward(h.inlet, 15 + 0.3 * h.inletWander, lag);
  stepExchanger(h, c);
  // Thermostatic mixing: warm enough for the drop of regulation 2, no warmer than the heater and no colder than the line.
  const wanted2 = h.mixed2 + (h.setPoint - h.reg2);
  const low = Math.min(h.inlet, h.gasA);
  const high = Math.max(h.inlet, h.gasA);
  h.mixed2 = toward(h.mixed2, Math.min(high, Math.max(low, wanted2)), 1 - Math.exp(-c.dtS / 60));
  const idle = 1 - Math.exp(-c.dtS / 3600);
  const after1 = expandedTemperature(h.gasA, c.headerMpa, c.reg1Mpa);
  const after2 = expandedTemperature(h.mixed2, c.headerMpa, c.reg2Mpa);
  h.reg1 = c.flow1 > 0.02 ? toward(h.reg1, after1, lag) : toward(h.reg1, c.ambientC, idle);
  h.reg2 = c.flow2 > 0.02 ? toward(h.reg2, after2, lag) : toward(h.reg2, c.ambientC, idle);
  const outlets = [h.reg1, h.reg1, h.reg2];
  for (let i = 0; i < outlets.length; i += 1) {
    const gas = outlets[i] ?? h.reg1;
    h.outlet[i] = toward(h.outlet[i] ?? gas, gas + 0.03 * (c.ambientC - gas), 1 - Math.exp(-c.dtS / 30));
  }
}

/** Fuel of the boilers, standard m³/h, from the heat that goes into the gas. */
export function fuelFlow(h: HeatingState): number {
  const dutyKw = (h.valveA / 100) * FULL_DUTY_KW;
  // 33.8 MJ/m³ net, 90 % efficiency; plus the pilot flames.
  return (dutyKw * 3.6) / (33.8 * 0.9) + 0.5;
}
