/**
 * What a scene may ask of each symbol: the roles it can be bound to, the props it reads, the room it takes and the ports that
 * pipes end at. The one list of symbols: the project loader checks scenes against it, the renderer draws from it, and neither
 * knows a symbol that is not here. Coordinates are design pixels about the symbol's origin, before it is mirrored and turned.
 */

/** `text` is a pair of languages; a list holds the only values allowed. */
export type PropRule = 'number' | 'string' | 'boolean' | 'text' | readonly (string | number)[];
export type RoleNeed = 'required' | 'optional';

/** A port lies on the edge that a pipe leaves it by; one at the origin may be left in any direction. */
export type PortPlace = readonly [x: number, y: number];

export interface SymbolRules {
  readonly roles: Readonly<Record<string, RoleNeed>>;
  readonly props: Readonly<Record<string, PropRule>>;
  /** x, y, width, height. */
  readonly box: readonly [number, number, number, number];
  readonly ports?: Readonly<Record<string, PortPlace>>;
}

/** Of every symbol: a name printed in the full text colour. */
const ANY = { strong: 'boolean' } as const;
/** Of what shows a value: how a derived point, which has no tag of its own, is called and printed. */
const FACTS = { ...ANY, caption: 'text', unit: 'string', decimals: 'number' } as const;
const SPAN = { low: 'number', high: 'number' } as const;
/** Running when the bound value is greater than `above`, in the unit of the tag. */
const RUNNING = { roles: { running: 'required' }, props: { ...ANY, above: 'number' } } as const;
/** With `invert` the contact says that the machine stands. */
const MACHINE = {
  roles: { running: 'optional', fault: 'optional' },
  props: { ...RUNNING.props, invert: 'boolean' },
} as const;
const ACTUATORS = ['EH', 'M', 'piston', 'hand', 'diaphragm'] as const;
/** Where a valve goes without air or power. */
const FAIL = ['open', 'closed', 'last'] as const;
const VALVE = {
  roles: { open: 'required', closed: 'required', status: 'optional' },
  props: { ...ANY, actuator: ACTUATORS, body: ['ball', 'gate', 'globe'], fail: FAIL },
} as const;
/**
 * Where gas enters or leaves the scene: pressure comes from a `source` and goes to a `consumer`, while `on` is true if it is
 * bound.
 */
const BOUNDARY = { roles: { on: 'optional' }, props: { boundary: ['source', 'consumer'] } } as const;

/** Ports of what sits in a line from left to right. */
const inLine = <Reach extends number>(reach: Reach) => ({ in: [-reach, 0], out: [reach, 0] }) as const;

/** Where the age of an old value stands; `none` where another value of the same device beside it says it. */
const AGE = { age: ['left', 'none'] } as const;
/** Rows of a gauge table. */
export const GAUGE_ROLES = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9', 'r10', 'r11', 'r12'] as const;
const GAUGE_NEEDS: Readonly<Record<string, RoleNeed>> = Object.fromEntries(
  GAUGE_ROLES.map(role => [role, role === 'r1' ? 'required' : 'optional']),
);

/** Sizes of a number in design pixels. */
export const VALUE_SIZES = [12, 14, 16, 18, 20, 28] as const;

export const SYMBOL_CATALOGUE = {
  valve: { ...VALVE, box: [-16, -36, 32, 45], ports: inLine(16) },
  /** `sense` is where its impulse line ends; so it is of the regulators. */
  'slam-shut': {
    roles: { closed: 'required' },
    props: ANY,
    box: [-16, -36, 32, 45],
    ports: { ...inLine(16), sense: [0, -36] },
  },
  regulator: {
    roles: { travel: 'required' },
    props: { ...FACTS, tapX: 'number', age: ['left', 'none'] },
    box: [-16, -31, 58, 60],
    ports: { ...inLine(16), sense: [0, -31] },
  },
  monitor: {
    roles: { between: 'required', inlet: 'required', closed: 'optional', travel: 'optional', outlet: 'optional' },
    props: { ...ANY, setMpa: 'number', tapX: 'number' },
    box: [-16, -31, 42, 40],
    ports: { ...inLine(16), sense: [0, -31] },
  },
  relief: {
    roles: { lifted: 'required' },
    props: ANY,
    box: [-8, -26, 23, 41],
    ports: { in: [0, 15], out: [15, 0] },
  },
  'filter-separator': {
    ...RUNNING,
    box: [-44, -16, 88, 45],
    ports: { ...inLine(44), drain: [-20, 29], drain2: [20, 29] },
  },
  'meter-ultrasonic': { ...RUNNING, box: [-28, -12, 56, 24], ports: inLine(28) },
  'meter-turbine': { ...RUNNING, box: [-28, -12, 56, 24], ports: inLine(28) },
  'heat-exchanger': {
    ...RUNNING,
    box: [-20, -20, 40, 40],
    ports: {
      ...inLine(20),
      waterIn: [0, 20],
      waterOut: [0, -20],
      supply: [-10, 17],
      return: [10, 17],
      supply2: [-10, -17],
      return2: [10, -17],
    },
  },
  'pig-receiver': {
    roles: { running: 'optional' },
    props: RUNNING.props,
    box: [-46, -18, 87, 36],
    ports: { in: [-46, 0], kicker: [0, -14], drain: [0, 14] },
  },
  chromatograph: {
    roles: { status: 'required' },
    props: ANY,
    box: [-20, -20, 40, 40],
    ports: { in: [0, 20], in2: [-20, 0], out: [20, 0] },
  },
  odoriser: {
    roles: { status: 'required' },
    props: ANY,
    box: [-16, -24, 32, 48],
    ports: { out: [0, -24], out2: [0, 24] },
  },
  vent: { roles: {}, props: ANY, box: [-7, -12, 14, 28], ports: { in: [0, 16] } },
  'insulating-joint': { roles: {}, props: ANY, box: [-3, -10, 6, 20], ports: inLine(3) },
  /** Its origin, and its way out, is the middle of the pipe that it injects into. */
  'injection-quill': { roles: {}, props: ANY, box: [-5, 2, 10, 19], ports: { in: [0, 21], out: [0, 0] } },
  tee: {
    roles: BOUNDARY.roles,
    props: { ...ANY, ...BOUNDARY.props },
    box: [-3, -3, 6, 6],
    ports: { in: [0, 0] },
  },
  blowdown: { ...VALVE, box: [-32, -36, 48, 45], ports: inLine(16) },
  'control-valve': {
    roles: { position: 'required' },
    props: { ...FACTS, actuator: ACTUATORS, fail: FAIL, age: ['left', 'none'] },
    box: [-16, -36, 58, 65],
    ports: inLine(16),
  },
  'check-valve': { roles: {}, props: ANY, box: [-15, -12, 27, 21], ports: inLine(12) },
  'flow-conditioner': {
    roles: { running: 'optional' },
    props: RUNNING.props,
    box: [-5, -12, 10, 24],
    ports: inLine(5),
  },
  orifice: { roles: {}, props: ANY, box: [-4, -14, 8, 28], ports: inLine(4) },
  heater: {
    roles: { status: 'required' },
    props: ANY,
    box: [-22, -20, 44, 40],
    ports: {
      supply: [22, -13],
      return: [22, 13],
      supply2: [-22, -13],
      return2: [-22, 13],
      gas: [0, 20],
      flue: [0, -20],
      side: [22, 0],
      side2: [-22, 0],
    },
  },
  pump: { ...MACHINE, box: [-11, -11, 22, 22], ports: inLine(11) },
  fan: { ...MACHINE, box: [-14, -14, 28, 28], ports: inLine(14) },
  tank: {
    roles: { level: 'required' },
    props: FACTS,
    box: [-16, -24, 32, 48],
    ports: { out: [0, -24], out2: [0, 24], side: [16, 0], side2: [-16, 0] },
  },
  electric: {
    roles: MACHINE.roles,
    props: { ...MACHINE.props, kind: ['mains', 'generator', 'ups', 'rectifier', 'battery', 'anode'] },
    box: [-18, -18, 36, 36],
    ports: { ...inLine(18), top: [0, -18], bottom: [0, 18] },
  },
  'pig-signaller': { roles: { passed: 'required' }, props: ANY, box: [-3, -18, 15, 18], ports: { in: [0, 0] } },
  drain: { roles: {}, props: ANY, box: [-8, 0, 16, 22], ports: { in: [0, 0] } },
  'sample-probe': { roles: {}, props: ANY, box: [-7, -22, 14, 24], ports: { in: [0, 0], out: [0, -22] } },
  flare: { roles: {}, props: ANY, box: [-7, -26, 14, 42], ports: { in: [0, 16] } },
  'gas-detector': { roles: { value: 'required' }, props: ANY, box: [-13, -13, 26, 30] },
  'flame-detector': { roles: { fire: 'required' }, props: ANY, box: [-19, -19, 38, 38] },
  'esd-button': { roles: { pressed: 'required' }, props: ANY, box: [-18, -18, 36, 36] },
  /** `lead` is where its line to the pipe ends, below (or above, negative) its middle. */
  instrument: {
    roles: { value: 'optional' },
    props: { ...ANY, letters: 'string', mounted: ['field', 'panel', 'shared', 'logic'], lead: 'number' },
    box: [-14, -14, 28, 28],
    ports: { bottom: [0, 14], top: [0, -14], left: [-14, 0], right: [14, 0] },
  },
  /** `letters` has one for each number of the mode; `-` where no box is drawn. */
  'mode-box': { roles: { mode: 'required' }, props: { ...ANY, letters: 'string' }, box: [0, 0, 16, 16] },
  'state-lamp': {
    roles: { on: 'required' },
    props: { ...ANY, label: 'text', bit: 'number' },
    box: [-3, -14, 18, 19],
  },
  /** `alarm` is the id of an alarm of a first-out group, `TAG/KIND`. */
  'first-out': { roles: {}, props: { ...ANY, alarm: 'string' }, box: [0, -14, 40, 18] },
  /** `areas` parted by blanks; the worst `rows` of their alarms. */
  'alarm-rows': {
    roles: {},
    props: { ...ANY, areas: 'string', rows: 'number', width: 'number' },
    box: [0, -18, 360, 112],
  },
  wind: { roles: { direction: 'required', speed: 'optional' }, props: FACTS, box: [-40, -53, 80, 93] },
  spark: {
    roles: { value: 'required' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number' },
    box: [0, 0, 120, 36],
  },
  /** Bound to `r1` … `r12`, one row for each, in this order. */
  'gauge-table': {
    roles: GAUGE_NEEDS,
    props: { ...ANY, tagX: 'number', barX: 'number', barWidth: 'number', valueX: 'number', pitchY: 'number' },
    box: [0, -14, 410, 20],
  },
  /** The end of a pipe that goes on elsewhere, with the way there. */
  link: {
    roles: BOUNDARY.roles,
    props: { ...ANY, ...BOUNDARY.props, scene: 'string', label: 'text', dir: ['in', 'out'], width: 'number' },
    box: [0, -13, 100, 26],
    ports: { in: [0, 0] },
  },
  'scene-button': {
    roles: {},
    props: { ...ANY, scene: 'string', label: 'text', width: 'number' },
    box: [0, -8, 140, 46],
  },
  value: {
    roles: { value: 'required' },
    props: { ...FACTS, size: VALUE_SIZES, width: 'number', ageX: 'number', ageY: 'number', ...AGE },
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
    box: [0, -14, 280, 20],
  },
  'value-block': {
    roles: { value: 'required', setpoint: 'optional' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number' },
    box: [0, 0, 80, 262],
  },
  'range-bar': {
    roles: { value: 'required' },
    props: { ...FACTS, label: 'text', barX: 'number', barWidth: 'number', valueX: 'number' },
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
    box: [0, -14, 410, 20],
  },
  'hour-chart': {
    roles: { value: 'required', second: 'optional' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number', limits: 'boolean' },
    box: [0, 0, 200, 106],
  },
  /** Hours or days of a value; `line` is one more limit, which no alarm has. */
  'history-chart': {
    roles: { value: 'required' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number', hours: 'number', line: 'number', lineLabel: 'text' },
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
    box: [-30, -12, 60, 16],
  },
  /** What a mechanical device is set to, by the equipment list. */
  'set-point': {
    roles: {},
    props: { ...ANY, device: 'string', size: VALUE_SIZES, decimals: 'number' },
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

export type SymbolId = keyof typeof SYMBOL_CATALOGUE;

type PropsOf<Id extends SymbolId> = (typeof SYMBOL_CATALOGUE)[Id]['props'];
/** Names of props whose rule is `Rule`, over all symbols. */
type NamesWith<Props, Rule> = Props extends unknown
  ? { [Name in keyof Props]: Props[Name] extends Rule ? Name : never }[keyof Props]
  : never;

export type NumberProp = NamesWith<PropsOf<SymbolId>, 'number' | readonly number[]>;
export type StringProp = NamesWith<PropsOf<SymbolId>, 'string' | readonly string[]>;
export type TextProp = NamesWith<PropsOf<SymbolId>, 'text'>;
export type BooleanProp = NamesWith<PropsOf<SymbolId>, 'boolean'>;

/** Rules of a symbol, or undefined for a name that no symbol has. */
export function symbolRules(name: string): SymbolRules | undefined {
  return Object.hasOwn(SYMBOL_CATALOGUE, name) ? SYMBOL_CATALOGUE[name as SymbolId] : undefined;
}
