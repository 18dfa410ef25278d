/** All symbols by id: the only place where a scene's `symbol` becomes a drawing. */
import type { SymbolDefinition } from '../define-symbol.ts';
import { bandBar, hourChart, rangeBar } from './bars.tsx';
import { alarmBoard } from './board/alarm-board.tsx';
import { alarmRows } from './board/alarm-rows.tsx';
import { dayVolume } from './board/day-volume.tsx';
import { gaugeTable } from './board/gauge-table.tsx';
import { link, sceneButton } from './board/links.tsx';
import { onShift } from './board/on-shift.tsx';
import { spark } from './board/spark.tsx';
import { historyChart } from './charts/history-chart.tsx';
import { ladder } from './charts/ladder.tsx';
import { setPoint } from './charts/set-point.tsx';
import { stateWord } from './charts/state-word.tsx';
import { xyChart } from './charts/xy-chart.tsx';
import { devicePanel } from './device-panel.tsx';
import { controlValve } from './equipment/control-valve.tsx';
import { electric, fan, heater, pump } from './equipment/machines.tsx';
import { tank } from './equipment/tank.tsx';
import {
  checkValve,
  conditioner,
  drain,
  flare,
  insulatingJoint,
  orifice,
  pigSignaller,
  quill,
  sampleProbe,
  tee,
  vent,
} from './fittings.tsx';
import { monitor, relief, slamShut, worker } from './regulation.tsx';
import { esdButton, flameDetector, gasDetector } from './signals/detectors.tsx';
import { firstOut } from './signals/first-out.tsx';
import { instrument, modeBox, stateLamp } from './signals/instruments.tsx';
import { wind } from './signals/wind.tsx';
import { row, stateRow, value } from './value.tsx';
import { valueBlock } from './value-block.tsx';
import { blowdown, valve } from './valve.tsx';
import { chromatograph, exchanger, filter, odoriser, pigReceiver, turbine, ultrasonic } from './vessels.tsx';

const all: readonly SymbolDefinition[] = [
  valve,
  blowdown,
  controlValve,
  checkValve,
  slamShut,
  worker,
  monitor,
  relief,
  filter,
  ultrasonic,
  turbine,
  exchanger,
  pigReceiver,
  chromatograph,
  odoriser,
  heater,
  pump,
  fan,
  tank,
  electric,
  conditioner,
  orifice,
  pigSignaller,
  drain,
  sampleProbe,
  flare,
  vent,
  insulatingJoint,
  quill,
  tee,
  gasDetector,
  flameDetector,
  esdButton,
  instrument,
  modeBox,
  stateLamp,
  firstOut,
  wind,
  value,
  row,
  stateRow,
  valueBlock,
  rangeBar,
  bandBar,
  hourChart,
  historyChart,
  xyChart,
  ladder,
  stateWord,
  setPoint,
  devicePanel,
  dayVolume,
  alarmBoard,
  onShift,
  spark,
  gaugeTable,
  alarmRows,
  link,
  sceneButton,
];

export const symbols: ReadonlyMap<string, SymbolDefinition> = new Map(all.map(symbol => [symbol.id, symbol]));
