/**
 * What a scene may ask of each symbol: the roles it can be bound to, the props it reads, the room it takes and the ports that
 * pipes end at. The one list of symbols, in the order of the legend: the project loader checks scenes against it, the renderer
 * draws from it, and neither knows a symbol that is not here.
 */
import { EQUIPMENT } from './catalogue/equipment.ts';
import { READINGS } from './catalogue/readings.ts';
import type { PrintKind, SymbolRules } from './catalogue/rules.ts';
import { SIGNS } from './catalogue/signs.ts';

export const SYMBOL_CATALOGUE = { ...EQUIPMENT, ...SIGNS, ...READINGS } as const satisfies Record<string, SymbolRules>;

export type SymbolId = keyof typeof SYMBOL_CATALOGUE;
/** Symbols that print in one of these ways. */
export type PrintingId<Kind extends PrintKind> = {
  [Id in SymbolId]: (typeof SYMBOL_CATALOGUE)[Id] extends { readonly prints: Kind } ? Id : never;
}[SymbolId];

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
