/**
 * What each field tag of the station means in the model: process values for the sensors, words and bits for the rest.
 * Nothing here knows addresses.
 */
import { analyserStatus, COMPONENTS, isStale } from './equipment/analysis.ts';
import { METER_RUNS, type MeterRun, outletTotaliser, totaliser } from './equipment/metering.ts';
import { REGULATION, SLAM_SHUT_VALVES } from './equipment/regulators.ts';
import { BUTTONS, DETECTORS } from './equipment/sis.ts';
import { UTILITY_SIGNALS } from './equipment/utilities.ts';
import { isClosed, isOpen, VALVES, valveStatus } from './equipment/valves.ts';
import { ATMOSPHERE_MPA } from './gas/atmosphere.ts';
import type { StationModel } from './station-model.ts';
import { ambientC, WEATHER_SIGNALS } from './surroundings/weather.ts';

export type Signal = () => number;
export type Signals = Map<string, Signal>;

const bit = (value: boolean): number => (value ? 1 : 0);

function pressureSignals(m: StationModel, into: Signals): void {
  const gauge: Readonly<Record<string, string>> = {
    'PT-1101': 'spur',
    'PT-1102': 'spur',
    'PT-1103': 'receiver',
    'PT-1202': 'filterHeader',
    'PT-1301A': 'mid1301A',
    'PT-1301B': 'mid1301B',
    'PT-1302A': 'reg1',
    'PT-1302B': 'reg1',
    'PT-1303': 'reg1',
    'PT-1304': 'reg1',
    'PT-1351A': 'mid1351A',
    'PT-1351B': 'mid1351B',
    'PT-1352A': 'reg2',
    'PT-1352B': 'reg2',
    'PT-1353': 'reg2',
    'PT-1354': 'reg2',
    'PT-1701': 'network1',
    'PT-1702': 'network2',
    'PT-1703': 'network3',
    'PT-1711': 'network1End',
  };
  for (const [tag, id] of Object.entries(gauge)) into.set(tag, () => m.gauge(id));
  into.set('PDT-1001', () => Math.max(0, m.gauge('spur') - m.gauge('inlet')));
  into.set('PDT-1201A', () => Math.max(0, m.gauge('filterA') - m.gauge('filterHeader')) * 1000);
  into.set('PDT-1201B', () => Math.max(0, m.gauge('filterB') - m.gauge('filterHeader')) * 1000);
  for (const run of METER_RUNS) {
    const node = `run${run}`;
    into.set(`PT-1401${run}`, () => m.gauge(node) + ATMOSPHERE_MPA);
  }
}

function temperatureSignals(m: StationModel, into: Signals): void {
  const heating = (): typeof m.state.heating => m.state.heating;
  into.set('TT-1101', () => heating().inlet);
  for (const run of METER_RUNS) into.set(`TT-1402${run}`, () => heating().inlet);
  into.set('TT-1311A', () => heating().gasA);
  into.set('TT-1311B', () => heating().gasB);
  into.set('TV-1311A', () => heating().valveA);
  into.set('TV-1311B', () => 0);
  into.set('XI-1311A', () => bit(m.powered()));
  into.set('XI-1311B', () => bit(m.powered()));
  into.set('TT-1312', () => heating().water);
  into.set('PT-1312', () => 0.25 + 0.0012 * (heating().water - 75));
  into.set('TT-1303', () => heating().reg1);
  into.set('TT-1353', () => heating().reg2);
  for (let i = 0; i < 3; i += 1) into.set(`TT-170${i + 1}`, () => heating().outlet[i] ?? 0);
  into.set('TT-1941', () => 24 + 0.06 * (ambientC(m.state.weather, m.local.hour) - 12));
  into.set('AT-1502', () => -18 + 0.5 * m.state.weather.humidity);
  into.set('AT-1503', () => 1.5 + 0.1 * m.state.weather.synoptic);
}

function valveSignals(m: StationModel, into: Signals): void {
  for (const definition of VALVES) {
    const { id } = definition;
    const number = id.slice(id.indexOf('-') + 1);
    into.set(`ZSO-${number}`, () => bit(isOpen(m.valve(id))));
    into.set(`ZSC-${number}`, () => bit(isClosed(m.valve(id))));
    into.set(`XI-${number}`, () => valveStatus(definition, m.valve(id), { faults: m.faults, powered: m.powered() }));
    into.set(`HC-${number}`, () => m.valve(id).command);
  }
  into.set('HC-1203A', () => m.state.utilities.drainCommand[0]);
  into.set('HC-1203B', () => m.state.utilities.drainCommand[1]);
  into.set('LT-1201A', () => m.state.utilities.sump[0]);
  into.set('LT-1201B', () => m.state.utilities.sump[1]);
}

function regulationSignals(m: StationModel, into: Signals): void {
  for (const valve of SLAM_SHUT_VALVES) into.set(valve.id, () => bit(m.state.slamShuts[valve.id] ?? false));
  for (const run of ['1302A', '1302B', '1352A', '1352B']) {
    const id = `PCV-${run}`;
    into.set(`ZT-${run}`, () => (m.state.regulators[id]?.travel ?? 0) * 100);
  }
  into.set('XS-1305', () => bit(m.flow('relief-reg1') > 1e-5));
  into.set('XS-1355', () => bit(m.flow('relief-reg2') > 1e-5));
  into.set(REGULATION.reg1.setPointTag, () => m.state.loading.reg1.target);
  into.set(REGULATION.reg2.setPointTag, () => m.state.loading.reg2.target);
  into.set('TIC-1311.SP', () => m.state.heating.setPoint);
  into.set('AIC-1601.SP', () => m.state.utilities.dosing);
}

/** How the composition moves the speed of sound, m/s per mol% above the reference (domain data, 3.2 MPa, 15 °C). */
function compositionShift(m: StationModel): number {
  const result = m.state.analysis.result;
  return -1.07 * ((result[8] ?? 1.3) - 1.3) - 2.4 * ((result[1] ?? 2.6) - 2.6) - 3.53 * ((result[9] ?? 1.2) - 1.2);
}

function runSignals(m: StationModel, into: Signals, run: MeterRun): void {
  const id = `1401${run}`;
  const failed = (): boolean => m.faults.has('meter-failure', id);
  const state = (): (typeof m.state.metering.runs)[MeterRun] => m.state.metering.runs[run];
  const noise = (scale: number): number => scale * (m.state.meterNoise[METER_RUNS.indexOf(run)] ?? 0);
  into.set(`FT-1401${run}`, () => state().actual);
  into.set(`FI-1401${run}`, () => state().standard);
  into.set(`FQ-1401${run}`, () => totaliser(state().total));
  into.set(`ZI-1401${run}`, () => state().z);
  into.set(`XA-1401${run}`, () => (failed() ? 4 : 0) | (isStale(m.state.analysis, m.state.timeMs) ? 64 : 0));
  if (run === 'C') return;
  into.set(`VI-1401${run}`, () => (failed() ? 300 : state().speedOfSound + compositionShift(m) + noise(0.05)));
  into.set(`KI-1401${run}`, () => (failed() ? 0 : 99 + noise(0.3)));
  into.set(`SI-1401${run}`, () => (failed() ? 0 : 32 - state().actual / 400 + noise(0.3)));
  into.set(`GI-1401${run}`, () => (failed() ? 100 : 42 + state().actual / 500 + noise(0.2)));
  into.set(`PF-1401${run}`, () => (failed() ? 1 : 1.17 + noise(0.003)));
}

function meterSignals(m: StationModel, into: Signals): void {
  for (const run of METER_RUNS) runSignals(m, into, run);
  into.set('FI-1101', () => m.state.metering.upstream.standard);
  into.set('FQ-1101', () => totaliser(m.state.metering.upstream.total));
  for (let i = 0; i < 3; i += 1) {
    into.set(`FI-170${i + 1}`, () => m.state.metering.outlets[i]?.standard ?? 0);
    into.set(`FQ-170${i + 1}`, () => outletTotaliser(m.state.metering, i));
  }
}

function analyserSignals(m: StationModel, into: Signals): void {
  COMPONENTS.forEach((name, i) => into.set(`AT-1501.${name}`, () => m.state.analysis.result[i] ?? 0));
  into.set('AT-1501.SUM', () => m.state.analysis.sum);
  into.set('XI-1501', () => analyserStatus(m.state.analysis, { nowMs: m.state.timeMs, faults: m.faults }));
}

function safetySignals(m: StationModel, into: Signals): void {
  for (const button of BUTTONS) into.set(button, () => bit(m.faults.has('esd', button)));
  for (const flame of ['BE-1851', 'BE-1852']) into.set(flame, () => bit(m.faults.has('esd', flame)));
  into.set('XA-1001', () => bit(m.state.sis.esd1));
  into.set('XA-1002', () => bit(m.state.sis.esd2));
  into.set('XA-1003', () => 0);
  into.set('XA-1803', () => bit(m.state.sis.confirmedGas));
  into.set('HC-1000', () => bit(m.state.sis.resetS > 0));
  DETECTORS.forEach((detector, i) => into.set(detector.tag, () => m.state.sis.gas[i] ?? 0));
  // Contacts that no fault of the demo moves.
  for (const tag of ['XS-1103', 'XA-1951', 'XA-1961']) into.set(tag, () => 0);
}

/** All signals of the station by tag name. */
export function stationSignals(m: StationModel): Signals {
  const signals: Signals = new Map();
  pressureSignals(m, signals);
  temperatureSignals(m, signals);
  valveSignals(m, signals);
  regulationSignals(m, signals);
  meterSignals(m, signals);
  analyserSignals(m, signals);
  safetySignals(m, signals);
  for (const [tag, signal] of Object.entries(WEATHER_SIGNALS)) {
    signals.set(tag, () => signal(m.state.weather, m.local.hour));
  }
  for (const [tag, signal] of Object.entries(UTILITY_SIGNALS)) {
    signals.set(tag, () => signal(m.state.utilities, m.powered()));
  }
  return signals;
}
