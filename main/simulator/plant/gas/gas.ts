/**
 * Gas properties by interpolation in the computed table: compressibility, speed of sound, Joule-Thomson cooling. Pure.
 * Outside the table (0–4 MPa, 0–30 °C) the edge polynomial is continued, inputs clamped to -30…60 °C and 0…5 MPa.
 */
import { ATMOSPHERE_MPA } from './atmosphere.ts';
import {
  COMPRESSIBILITY,
  JOULE_THOMSON,
  SPEED_OF_SOUND,
  TABLE_PRESSURES_MPA,
  TABLE_TEMPERATURES_C,
} from './property-table.ts';

/** Standard conditions of the station: 20 °C and one atmosphere (GB/T 21391). */
const STANDARD_TEMPERATURE_K = 293.15;
const STANDARD_COMPRESSIBILITY = 0.997957;
/** Density of the reference gas at standard conditions, kg/m³. */
export const STANDARD_DENSITY = 0.71684;
const ZERO_CELSIUS_K = 273.15;

const TEMPERATURE_STEP_C = 5;

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** Index of the first of the three neighbouring pressure rows used for the parabola. */
function pressureRow(pressureMpa: number): number {
  let row = 0;
  while (row < TABLE_PRESSURES_MPA.length - 3 && pressureMpa > (TABLE_PRESSURES_MPA[row + 1] ?? 0)) row += 1;
  return row;
}

function parabola(x: number, xs: readonly [number, number, number], ys: readonly [number, number, number]): number {
  const [x0, x1, x2] = xs;
  return (
    (ys[0] * (x - x1) * (x - x2)) / ((x0 - x1) * (x0 - x2)) +
    (ys[1] * (x - x0) * (x - x2)) / ((x1 - x0) * (x1 - x2)) +
    (ys[2] * (x - x0) * (x - x1)) / ((x2 - x0) * (x2 - x1))
  );
}

function interpolate(table: readonly (readonly number[])[], gaugeMpa: number, temperatureC: number): number {
  const pressure = clamp(gaugeMpa, 0, 5);
  const temperature = clamp(temperatureC, -30, 60);
  const row = pressureRow(pressure);
  const column = clamp(Math.floor(temperature / TEMPERATURE_STEP_C), 0, TABLE_TEMPERATURES_C.length - 3);
  const at = (index: number): number => {
    const line = table[row + index] ?? [];
    const u = temperature / TEMPERATURE_STEP_C - column;
    const a = line[column] ?? 0;
    const b = line[column + 1] ?? 0;
    const c = line[column + 2] ?? 0;
    return a + u * (b - a) + 0.5 * u * (u - 1) * (c - 2 * b + a);
  };
  const p = TABLE_PRESSURES_MPA;
  return parabola(pressure, [p[row] ?? 0, p[row + 1] ?? 0, p[row + 2] ?? 0], [at(0), at(1), at(2)]);
}

/** Compressibility factor at gauge pressure (MPa) and temperature (°C). */
export function compressibility(gaugeMpa: number, temperatureC: number): number {
  return interpolate(COMPRESSIBILITY, gaugeMpa, temperatureC);
}

/** Speed of sound, m/s, at gauge pressure (MPa) and temperature (°C). */
export function speedOfSound(gaugeMpa: number, temperatureC: number): number {
  return interpolate(SPEED_OF_SOUND, gaugeMpa, temperatureC);
}

/** Joule-Thomson coefficient, K/MPa. */
function jouleThomson(gaugeMpa: number, temperatureC: number): number {
  return interpolate(JOULE_THOMSON, gaugeMpa, temperatureC);
}

/**
 * Temperature (°C) after an isenthalpic expansion, two midpoint steps. Within 0.2 K of the isenthalpic GERG table of the
 * domain data for 4.0 → 0.36 MPa.
 */
export function expandedTemperature(temperatureC: number, fromMpa: number, toMpa: number): number {
  const steps = 2;
  const drop = (fromMpa - toMpa) / steps;
  let temperature = temperatureC;
  let pressure = fromMpa;
  for (let i = 0; i < steps; i += 1) {
    const half = temperature - (jouleThomson(pressure, temperature) * drop) / 2;
    temperature -= jouleThomson(pressure - drop / 2, half) * drop;
    pressure -= drop;
  }
  return temperature;
}

/** Standard m³ per actual m³ at absolute pressure (MPa), temperature (°C) and compressibility. */
export function standardPerActual(absoluteMpa: number, temperatureC: number, z: number): number {
  return (
    ((absoluteMpa / ATMOSPHERE_MPA) * STANDARD_TEMPERATURE_K * STANDARD_COMPRESSIBILITY) /
    ((temperatureC + ZERO_CELSIUS_K) * z)
  );
}
