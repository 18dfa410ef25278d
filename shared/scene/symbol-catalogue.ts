/**
 * What a scene may ask of each symbol: the roles it can be bound to and the props it reads. The one list of symbols: the
 * project loader checks scenes against it, the renderer draws from it, and neither knows a symbol that is not here.
 */

/** `text` is a pair of languages; a list holds the only values allowed. */
export type PropRule = 'number' | 'string' | 'boolean' | 'text' | readonly (string | number)[];
export type RoleNeed = 'required' | 'optional';

export interface SymbolRules {
  readonly roles: Readonly<Record<string, RoleNeed>>;
  readonly props: Readonly<Record<string, PropRule>>;
}

/** Of every symbol: a name printed in the full text colour. */
const ANY = { strong: 'boolean' } as const;
/** Of what shows a value: how a derived point, which has no tag of its own, is called and printed. */
const FACTS = { ...ANY, caption: 'text', unit: 'string', decimals: 'number' } as const;
const SPAN = { low: 'number', high: 'number' } as const;
/** Running when the bound value is greater than `above`, in the unit of the tag. */
const RUNNING = { roles: { running: 'required' }, props: { ...ANY, above: 'number' } } as const;
const PLAIN = { roles: {}, props: ANY } as const;

/** Sizes of a number in design pixels. */
export const VALUE_SIZES = [12, 14, 16, 18, 20, 28] as const;

export const SYMBOL_CATALOGUE = {
  valve: {
    roles: { open: 'required', closed: 'required', status: 'optional' },
    props: { ...ANY, actuator: ['EH', 'M', 'piston', 'hand'], body: ['ball', 'gate'] },
  },
  'slam-shut': { roles: { closed: 'required' }, props: ANY },
  regulator: { roles: { travel: 'required' }, props: FACTS },
  monitor: {
    roles: { between: 'required', inlet: 'required', closed: 'optional', travel: 'optional', outlet: 'optional' },
    props: { ...ANY, setMpa: 'number' },
  },
  relief: { roles: { lifted: 'required' }, props: ANY },
  'filter-separator': RUNNING,
  'meter-ultrasonic': RUNNING,
  'meter-turbine': RUNNING,
  'heat-exchanger': RUNNING,
  'pig-receiver': { roles: { running: 'optional' }, props: RUNNING.props },
  chromatograph: { roles: { status: 'required' }, props: ANY },
  odoriser: { roles: { status: 'required' }, props: ANY },
  vent: PLAIN,
  'insulating-joint': PLAIN,
  'injection-quill': PLAIN,
  tee: PLAIN,
  value: {
    roles: { value: 'required' },
    props: { ...FACTS, size: VALUE_SIZES, width: 'number', ageX: 'number', ageY: 'number', age: ['left', 'none'] },
  },
  row: {
    roles: { value: 'required' },
    props: {
      ...FACTS,
      label: 'text',
      width: 'number',
      valueX: 'number',
      tagX: 'number',
      tagText: 'string',
      barX: 'number',
      rule: 'boolean',
      reason: 'boolean',
    },
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
    },
  },
  'value-block': { roles: { value: 'required', setpoint: 'optional' }, props: { ...FACTS, ...SPAN } },
  'range-bar': {
    roles: { value: 'required' },
    props: { ...FACTS, label: 'text', barX: 'number', barWidth: 'number', valueX: 'number' },
  },
  'band-bar': {
    roles: { value: 'required' },
    props: { ...FACTS, ...SPAN, label: 'text', tagX: 'number', barX: 'number', barWidth: 'number', valueX: 'number' },
  },
  'hour-chart': {
    roles: { value: 'required', second: 'optional' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number' },
  },
  'device-panel': { roles: {}, props: { ...ANY, columns: 'number', pitchX: 'number', pitchY: 'number' } },
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
