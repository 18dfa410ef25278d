/**
 * What the legend shows of each symbol: in which group, with which props, and which samples its roles are bound to. States come
 * from the symbol itself. The type demands an entry for every symbol of the catalogue.
 */
import type { SceneNode } from '../../shared/model/scene.ts';
import { GAUGE_ROLES } from '../../shared/scene/catalogue/signs.ts';
import { SYMBOL_CATALOGUE, type SymbolId } from '../../shared/scene/symbol-catalogue.ts';
import type { LegendTexts } from '../../shared/text/legend/legend.ts';
import { FIRST_OUT, SAMPLES, type SampleName } from './sample-session.ts';

export type LegendGroup = keyof LegendTexts['groups'];
type Props = SceneNode['props'];

interface Entry {
  /** Null: it draws the station's own history or equipment list, of which there are no samples. */
  readonly group: LegendGroup | null;
  /** Of every cell. */
  readonly props?: Props;
  /** Shown besides, each in the first state. */
  readonly variants?: readonly Props[];
  readonly bind?: Readonly<Record<string, SampleName>>;
}

const LABEL = { label: { zh: '出口压力', en: 'Outlet' } } as const;
const VALUE = { value: 'pressure' } as const;
const EQUIPMENT: Entry = { group: 'equipment' };
const FITTING: Entry = { group: 'fittings' };
const ELSEWHERE: Entry = { group: null };
const FAILS: readonly Props[] = [{ fail: 'open' }, { fail: 'closed' }, { fail: 'last' }];

export const LEGEND: Readonly<Record<SymbolId, Entry>> = {
  valve: {
    group: 'valves',
    props: { actuator: 'M' },
    variants: [
      { actuator: 'EH' },
      { actuator: 'piston' },
      { actuator: 'hand' },
      { actuator: 'hand', body: 'gate' },
      { actuator: 'M', body: 'gate' },
      { actuator: 'diaphragm', body: 'globe' },
      ...FAILS.map(fail => ({ actuator: 'piston', body: 'gate', ...fail })),
    ],
  },
  blowdown: { group: 'valves', props: { actuator: 'EH' } },
  'control-valve': { group: 'valves', bind: { position: 'share' } },
  'slam-shut': { group: 'valves' },
  regulator: { group: 'valves', bind: { travel: 'share' } },
  monitor: { group: 'valves' },
  relief: { group: 'valves' },
  'check-valve': { group: 'valves' },
  'filter-separator': EQUIPMENT,
  'meter-ultrasonic': EQUIPMENT,
  'meter-turbine': EQUIPMENT,
  'heat-exchanger': EQUIPMENT,
  heater: EQUIPMENT,
  'pig-receiver': EQUIPMENT,
  chromatograph: EQUIPMENT,
  odoriser: EQUIPMENT,
  pump: EQUIPMENT,
  fan: EQUIPMENT,
  tank: { group: 'equipment', bind: { level: 'share' } },
  electric: {
    group: 'equipment',
    props: { kind: 'ups' },
    variants: ['mains', 'generator', 'rectifier', 'battery', 'anode'].map(kind => ({ kind })),
  },
  'flow-conditioner': FITTING,
  orifice: FITTING,
  'pig-signaller': FITTING,
  vent: FITTING,
  flare: FITTING,
  drain: FITTING,
  'sample-probe': FITTING,
  'insulating-joint': FITTING,
  'injection-quill': FITTING,
  tee: FITTING,
  'gas-detector': { group: 'signals' },
  'flame-detector': { group: 'signals' },
  'esd-button': { group: 'signals' },
  instrument: {
    group: 'signals',
    props: { letters: 'PT' },
    variants: ['panel', 'shared', 'logic'].map(mounted => ({ letters: 'PT', mounted })),
  },
  'mode-box': { group: 'signals' },
  'state-lamp': { group: 'signals' },
  'first-out': { group: 'signals', props: { alarm: FIRST_OUT } },
  wind: { group: 'signals', bind: { direction: 'direction' } },
  value: { group: 'values', props: { size: 20 }, bind: VALUE },
  row: { group: 'values', props: { ...LABEL, valueX: 140, tagX: 200, width: 270 }, bind: VALUE },
  'state-row': {
    group: 'values',
    props: {
      label: { zh: '放散阀', en: 'Relief' },
      on: { zh: '起跳', en: 'lifted' },
      off: { zh: '未起跳', en: 'seated' },
    },
    bind: { a: 'contact' },
  },
  'value-block': { group: 'values', bind: { ...VALUE, setpoint: 'pressure' } },
  'range-bar': { group: 'values', props: { ...LABEL, valueX: 280 }, bind: VALUE },
  'band-bar': { group: 'values', props: { tagX: 60 }, bind: VALUE },
  'hour-chart': { group: 'values', props: { low: 0.3, high: 0.42 }, bind: VALUE },
  spark: { group: 'values', bind: VALUE },
  'gauge-table': { group: 'values', props: { tagX: 60 }, bind: { r1: 'pressure', r2: 'share' } },
  'state-word': { group: 'values', props: { of: 'valve' } },
  'history-chart': ELSEWHERE,
  'xy-chart': ELSEWHERE,
  ladder: ELSEWHERE,
  'set-point': ELSEWHERE,
  'device-panel': { group: 'values' },
  'day-volume': { group: 'values', bind: { counter: 'share' } },
  'alarm-board': { group: 'values' },
  'on-shift': { group: 'values' },
  'alarm-rows': { group: 'values', props: { areas: '' } },
  link: { group: 'ways', props: { label: { zh: '去计量', en: 'Metering' } } },
  'scene-button': { group: 'ways', props: { label: { zh: '计量', en: 'Metering' } } },
};

const ORDER = Object.keys(LEGEND) as readonly SymbolId[];

export const symbolsOf = (group: LegendGroup): readonly SymbolId[] => ORDER.filter(id => LEGEND[id].group === group);

/** A node that shows the symbol, bound to samples by their names. */
export function sampleNode(id: SymbolId, props: Props = LEGEND[id].props ?? {}): SceneNode {
  const bind = Object.entries(LEGEND[id].bind ?? {}).map(([role, sample]) => [role, SAMPLES[sample].name] as const);
  return { id, symbol: id, at: [0, 0], bind: Object.fromEntries(bind), props: { ...props } };
}

const MARGIN = 10;

/** Room of a cell: x, y, width, height. A table is as high as its rows. */
export function roomOf(id: SymbolId): readonly [number, number, number, number] {
  const [x, y, width, height] = SYMBOL_CATALOGUE[id].box;
  const rows = GAUGE_ROLES.filter(role => LEGEND[id].bind?.[role] !== undefined).length;
  const more = Math.max(0, rows - 1) * 24;
  return [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN + more];
}
