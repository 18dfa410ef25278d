/** Symbols that print numbers, states in words and charts, and the panels of a board. */
import { ANY, FACTS, SPAN, type SymbolRules } from './rules.ts';
import { SIZES } from './sizes.ts';

/** Where the age of an old value stands; `none` where another value of the same device beside it says it. */
const AGE = { age: ['left', 'none'] } as const;
/** Sizes of a number in design pixels. */
export const VALUE_SIZES = [12, 14, 16, 18, 20, 28] as const;

export const READINGS = {
  value: {
    roles: { value: 'required' },
    props: { ...FACTS, size: VALUE_SIZES, width: 'number', ageX: 'number', ageY: 'number', ...AGE },
    prints: 'line',
    box: [-90, -20, 130, 26],
  },
  row: {
    roles: { value: 'required' },
    props: {
      ...FACTS,
      ...AGE,
      label: 'text',
      width: 'number',
      valueX: 'number',
      tagX: 'number',
      tagText: 'string',
      barX: 'number',
      rule: 'boolean',
      reason: 'boolean',
    },
    prints: 'line',
    box: [0, -14, 280, 20],
  },
  'state-row': {
    roles: { a: 'required', b: 'optional', c: 'optional', d: 'optional' },
    props: {
      ...FACTS,
      label: 'text',
      on: 'text',
      off: 'text',
      width: 'number',
      valueX: 'number',
      tagX: 'number',
      tagText: 'string',
      rule: 'boolean',
    },
    prints: 'line',
    box: [0, -14, 280, 20],
  },
  'value-block': {
    roles: { value: 'required', setpoint: 'optional' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number' },
    prints: 'block',
    isTrend: true,
    box: [0, 0, SIZES['value-block'].width, SIZES['value-block'].height],
  },
  'range-bar': {
    roles: { value: 'required' },
    props: { ...FACTS, label: 'text', barX: 'number', barWidth: 'number', valueX: 'number' },
    prints: 'line',
    box: [0, -17, 310, 24],
  },
  'band-bar': {
    roles: { value: 'required' },
    props: {
      ...FACTS,
      ...SPAN,
      ...AGE,
      label: 'text',
      tagX: 'number',
      barX: 'number',
      barY: 'number',
      barWidth: 'number',
      valueX: 'number',
    },
    prints: 'line',
    box: [0, -14, 410, 20],
  },
  'hour-chart': {
    roles: { value: 'required', second: 'optional' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number', limits: 'boolean' },
    prints: 'chart',
    isTrend: true,
    box: [0, 0, 200, 106],
  },
  /** Hours or days of a value; `line` is one more limit, which no alarm has. */
  'history-chart': {
    roles: { value: 'required' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number', hours: 'number', line: 'number', lineLabel: 'text' },
    prints: 'chart',
    isTrend: true,
    box: [0, 0, 300, 170],
  },
  /** `y` against `x`, or against the sum of `x` and `x2`, over the last `hours`. */
  'xy-chart': {
    roles: { x: 'required', x2: 'optional', y: 'required', setpoint: 'optional' },
    props: {
      ...FACTS,
      ...SPAN,
      xLow: 'number',
      xHigh: 'number',
      axis: 'boolean',
      width: 'number',
      height: 'number',
      hours: 'number',
    },
    prints: 'chart',
    box: [0, 0, 190, 104],
  },
  /** `duty` and `standby` are the runs of `assets.json` whose devices are the steps. */
  ladder: {
    roles: {
      value: 'required',
      setpoint: 'optional',
      inlet: 'optional',
      lifted: 'optional',
      dutyTravel: 'optional',
      dutyBetween: 'optional',
      dutyClosed: 'optional',
      standbyTravel: 'optional',
      standbyBetween: 'optional',
      standbyClosed: 'optional',
    },
    props: { ...FACTS, ...SPAN, height: 'number', step: 'number', duty: 'string', standby: 'string' },
    prints: 'block',
    isTrend: true,
    box: [0, -10, 430, 440],
  },
  /** The state of a symbol of the kind `of`, bound as that symbol is, as a word. */
  'state-word': {
    roles: {
      open: 'optional',
      closed: 'optional',
      status: 'optional',
      travel: 'optional',
      between: 'optional',
      inlet: 'optional',
      outlet: 'optional',
      lifted: 'optional',
      running: 'optional',
    },
    props: {
      ...ANY,
      of: ['valve', 'slam-shut', 'monitor', 'regulator', 'relief', 'vessel'],
      anchor: ['start', 'middle', 'end'],
      setMpa: 'number',
      above: 'number',
    },
    prints: 'word',
    box: [-30, -12, 60, 16],
  },
  /** What a mechanical device is set to, by the equipment list. */
  'set-point': {
    roles: {},
    props: { ...ANY, device: 'string', size: VALUE_SIZES, decimals: 'number' },
    prints: 'word',
    box: [-60, -14, 90, 18],
  },
  /** Totalisers of the runs; while `series` is true the last of them measures the gas of another run again. */
  'day-volume': {
    roles: {
      counter: 'required',
      counter2: 'optional',
      counter3: 'optional',
      series: 'optional',
      forecast: 'optional',
    },
    props: ANY,
    box: [0, -16, 350, 110],
  },
  'alarm-board': { roles: {}, props: { ...ANY, width: 'number' }, box: [-6, -4, 160, 112] },
  'on-shift': { roles: {}, props: ANY, box: [-6, -4, 108, 112] },
  'device-panel': {
    roles: {},
    props: { ...ANY, columns: 'number', pitchX: 'number', pitchY: 'number' },
    box: [0, -14, 250, 104],
  },
} as const satisfies Record<string, SymbolRules>;
