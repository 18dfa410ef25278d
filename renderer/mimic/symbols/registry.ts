/** All symbols by id: the only place where a scene's `symbol` becomes a drawing. */
import type { SymbolDefinition } from '../define-symbol.ts';
import { bandBar, hourChart, rangeBar } from './bars.tsx';
import { devicePanel } from './device-panel.tsx';
import { insulatingJoint, quill, tee, vent } from './fittings.tsx';
import { monitor, relief, slamShut, worker } from './regulation.tsx';
import { row, stateRow, value } from './value.tsx';
import { valueBlock } from './value-block.tsx';
import { valve } from './valve.tsx';
import { chromatograph, exchanger, filter, odoriser, pigReceiver, turbine, ultrasonic } from './vessels.tsx';

const all: readonly SymbolDefinition[] = [
  valve,
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
  vent,
  insulatingJoint,
  quill,
  tee,
  value,
  row,
  stateRow,
  valueBlock,
  rangeBar,
  bandBar,
  hourChart,
  devicePanel,
];

export const symbols: ReadonlyMap<string, SymbolDefinition> = new Map(all.map(symbol => [symbol.id, symbol]));
