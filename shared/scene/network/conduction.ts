/**
 * What each symbol lets through between its ports in each of its states, and where pressure comes from and goes to. One table
 * for every symbol that pipes end at; a state that it does not name, or an old one, may be any of those it names. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import type { SymbolId } from '../symbol-catalogue.ts';

/** Nothing passes · pressure stands on both sides and nothing flows · it flows where there is a way on. */
export const BLOCKED = 0;
export const HELD = 1;
export const FREE = 2;
export type Level = typeof BLOCKED | typeof HELD | typeof FREE;

/** What is certain to pass, and what may. */
export interface Passage {
  readonly low: Level;
  readonly high: Level;
}

/** By the first word of the state; null: always free. */
type Levels = Readonly<Record<string, Level>> | null;

interface Conduction {
  /** Pairs of ports that are one room inside the symbol. */
  readonly joins: readonly (readonly [string, string])[];
  readonly levels: Levels;
  /** Ports that pressure comes out of, as the state says. */
  readonly supplies?: readonly string[];
  /** Ports that lead out of everything: what gets there is gone, as the state says. */
  readonly drains?: readonly string[];
  /** Which of these two do so whatever the state is. */
  readonly steady?: readonly string[];
}

const THROUGH = [['in', 'out']] as const;
/** A measured standstill: the room is open at both ends and nothing moves in it. */
const MOVING = { run: FREE, plain: FREE, stop: HELD } as const;

const VALVE: Conduction = { joins: THROUGH, levels: { open: FREE, travel: FREE, closed: BLOCKED } };
const OPEN_PIPE: Conduction = { joins: THROUGH, levels: null };
const MACHINE: Conduction = { joins: THROUGH, levels: MOVING };
const DEAD_END: Conduction = { joins: [], levels: null };
const OUTLET: Conduction = { joins: [], levels: null, drains: ['in'] };

export const CONDUCTION: Partial<Record<SymbolId, Conduction>> = {
  valve: VALVE,
  blowdown: VALVE,
  'slam-shut': { joins: THROUGH, levels: { armed: FREE, tripped: BLOCKED } },
  regulator: { joins: THROUGH, levels: { control: FREE, wide: FREE, locked: BLOCKED } },
  monitor: { joins: THROUGH, levels: { control: FREE, wide: FREE, locked: BLOCKED } },
  relief: { joins: THROUGH, levels: { lifted: FREE, seated: BLOCKED } },
  'control-valve': { joins: THROUGH, levels: { open: FREE, throttle: FREE, closed: BLOCKED } },
  'check-valve': OPEN_PIPE,
  'filter-separator': { joins: [...THROUGH, ['in', 'drain'], ['in', 'drain2']], levels: MOVING },
  'meter-ultrasonic': MACHINE,
  'meter-turbine': MACHINE,
  'flow-conditioner': MACHINE,
  orifice: OPEN_PIPE,
  pump: MACHINE,
  fan: MACHINE,
  // Whether it heats says nothing about the gas in its tubes.
  'heat-exchanger': { joins: [...THROUGH, ['waterIn', 'waterOut']], levels: null },
  // Whether its burner runs says nothing about the water: that is the pump's.
  heater: {
    joins: [],
    levels: MOVING,
    supplies: ['supply', 'supply2'],
    drains: ['return', 'return2', 'gas'],
    steady: ['supply', 'supply2', 'return', 'return2'],
  },
  tank: { joins: [], levels: null, supplies: ['out', 'out2'] },
  'pig-receiver': {
    joins: [
      ['in', 'kicker'],
      ['in', 'drain'],
    ],
    levels: MOVING,
  },
  chromatograph: DEAD_END,
  odoriser: { joins: [], levels: MOVING, supplies: ['out', 'out2'] },
  'injection-quill': OUTLET,
  vent: OUTLET,
  flare: OUTLET,
  drain: OUTLET,
  'insulating-joint': OPEN_PIPE,
  'sample-probe': OPEN_PIPE,
  'pig-signaller': DEAD_END,
  instrument: DEAD_END,
  electric: DEAD_END,
  tee: DEAD_END,
  link: DEAD_END,
};

const ALWAYS: Passage = { low: FREE, high: FREE };
const NEVER: Passage = { low: BLOCKED, high: BLOCKED };

/** What a node lets through between its ports in a state such as `open fault`; `~` at its end: old, so not certain now. */
export function passageOf(symbol: string, state: string): Passage {
  const levels = conductionOf(symbol)?.levels ?? null;
  if (levels === null) return ALWAYS;
  const level = state.endsWith('~') ? undefined : levels[state.split(' ')[0] ?? ''];
  if (level !== undefined) return { low: level, high: level };
  const all = Object.values(levels);
  return { low: lowest(all), high: highest(all) };
}

/** What a boundary gives or takes, by its state `on`, `off` or anything else, which is not known. */
export function boundaryPassage(state: string): Passage {
  if (state === 'on') return ALWAYS;
  return state === 'off' ? NEVER : { low: BLOCKED, high: FREE };
}

/** Rules of a symbol, or undefined for one that no pipe ends at. */
export function conductionOf(symbol: string): Conduction | undefined {
  return Object.hasOwn(CONDUCTION, symbol) ? CONDUCTION[symbol as SymbolId] : undefined;
}

/** What a node is to the network beside its symbol: `source`, `consumer`, or neither. */
export function boundaryOf({ props }: Pick<SceneNode, 'props'>): 'source' | 'consumer' | null {
  const boundary = props['boundary'];
  return boundary === 'source' || boundary === 'consumer' ? boundary : null;
}

const lowest = (levels: readonly Level[]): Level => levels.reduce((a, b) => (b < a ? b : a), FREE);
const highest = (levels: readonly Level[]): Level => levels.reduce((a, b) => (b > a ? b : a), BLOCKED);
