/**
 * What a scene may ask of a symbol, and the props that many symbols share. Coordinates are design pixels about the symbol's
 * origin, before it is mirrored and turned.
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
  /** What of values it shows, if it is no drawing of equipment: see `PrintKind`. */
  readonly prints?: PrintKind;
  /** It shows how a value has been: a screen of level 2 has one such symbol. */
  readonly isTrend?: true;
}

/** A number in a line of text, a block that has it over its chart, lines under each other, a word, a chart. */
export type PrintKind = 'line' | 'block' | 'table' | 'word' | 'chart';

/** Of every symbol: a name printed in the full text colour. */
export const ANY = { strong: 'boolean' } as const;
/** Of what shows a value: how a derived point, which has no tag of its own, is called and printed. */
export const FACTS = { ...ANY, caption: 'text', unit: 'string', decimals: 'number' } as const;
export const SPAN = { low: 'number', high: 'number' } as const;
/**
 * Where gas enters or leaves the scene: pressure comes from a `source` and goes to a `consumer`, while `on` is true if it is
 * bound.
 */
export const BOUNDARY = { roles: { on: 'optional' }, props: { boundary: ['source', 'consumer'] } } as const;
