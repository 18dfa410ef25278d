/** Symbols of equipment that gas, water or odorant runs through, of machines, and of what watches over them in the field. */
import { ANY, BOUNDARY, FACTS, type SymbolRules } from './rules.ts';

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

/** Ports of what sits in a line from left to right. */
const inLine = <Reach extends number>(reach: Reach) => ({ in: [-reach, 0], out: [reach, 0] }) as const;

export const EQUIPMENT = {
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
} as const satisfies Record<string, SymbolRules>;
