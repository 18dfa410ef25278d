/**
 * What gas, water and odorant do at each symbol, written down from what the equipment is and not from the code: a closed valve, a
 * tripped slam-shut, a regulator that has locked up and a seated relief let nothing through; a machine that stands leaves the
 * pressure on both sides of it and moves nothing. Tests of the network are held to this.
 */
export type Passing = 'passes' | 'holds' | 'blocks';

export interface Equipment {
  /** Ports between which its state decides. */
  readonly rooms?: readonly (readonly string[])[];
  /** By the first word of its state; left out: it passes whatever its state is. */
  readonly states?: Readonly<Record<string, Passing>>;
  /** Ports that something comes out of by itself, and ports where it is gone; `always` for those that the state is nothing to. */
  readonly gives?: Readonly<Record<string, 'as its state' | 'always'>>;
  readonly takes?: Readonly<Record<string, 'as its state' | 'always'>>;
}

const ALONG = [['in', 'out']] as const;
const VALVE: Equipment = { rooms: ALONG, states: { open: 'passes', travel: 'passes', closed: 'blocks' } };
const REGULATOR: Equipment = { rooms: ALONG, states: { control: 'passes', wide: 'passes', locked: 'blocks' } };
const MOVES = { run: 'passes', plain: 'passes', stop: 'holds' } as const;
const MACHINE: Equipment = { rooms: ALONG, states: MOVES };
const PIPE: Equipment = { rooms: ALONG };
const END: Equipment = {};
const WAY_OUT: Equipment = { takes: { in: 'always' } };

export const PASSING: Readonly<Record<string, Equipment>> = {
  valve: VALVE,
  blowdown: VALVE,
  'slam-shut': { rooms: ALONG, states: { armed: 'passes', tripped: 'blocks' } },
  regulator: REGULATOR,
  monitor: REGULATOR,
  relief: { rooms: ALONG, states: { lifted: 'passes', seated: 'blocks' } },
  'control-valve': { rooms: ALONG, states: { open: 'passes', throttle: 'passes', closed: 'blocks' } },
  'check-valve': PIPE,
  orifice: PIPE,
  'insulating-joint': PIPE,
  'sample-probe': PIPE,
  'meter-ultrasonic': MACHINE,
  'meter-turbine': MACHINE,
  'flow-conditioner': MACHINE,
  pump: MACHINE,
  fan: MACHINE,
  'filter-separator': { rooms: [['in', 'out', 'drain', 'drain2']], states: MOVES },
  'pig-receiver': { rooms: [['in', 'kicker', 'drain']], states: MOVES },
  // Two rooms, that of the gas in the tubes and that of the water around them, whether it heats or not.
  'heat-exchanger': { rooms: [...ALONG, ['waterIn', 'waterOut']] },
  // Its burner takes gas while it burns; its water goes round as the pump says.
  heater: {
    states: MOVES,
    gives: { supply: 'always', supply2: 'always' },
    takes: { return: 'always', return2: 'always', gas: 'as its state' },
  },
  odoriser: { states: MOVES, gives: { out: 'as its state', out2: 'as its state' } },
  tank: { gives: { out: 'always', out2: 'always' } },
  'injection-quill': WAY_OUT,
  vent: WAY_OUT,
  flare: WAY_OUT,
  drain: WAY_OUT,
  // What is measured there does not flow.
  chromatograph: END,
  'pig-signaller': END,
  instrument: END,
  electric: END,
  tee: END,
  link: END,
};

/** What it may be in a state: one, or all that it ever is where the state is old or not known. */
export function passingOf(symbol: string, state: string): readonly Passing[] {
  const states = PASSING[symbol]?.states;
  if (states === undefined) return ['passes'];
  const known = state.endsWith('~') ? undefined : states[state.split(' ')[0] ?? ''];
  return known === undefined ? [...new Set(Object.values(states))] : [known];
}
