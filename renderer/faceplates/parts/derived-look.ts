/**
 * The quality of what follows from values: a state, a word, a difference. It is that of the worst of those that were used, and as old
 * as the oldest of them; what was not used does not count. Pure.
 */
import { SYMBOL_CATALOGUE, type SymbolId } from '../../../shared/scene/symbol-catalogue.ts';
import type { Look } from '../../mimic/quality-look.ts';
import { type Looks, worstLook } from './use-asset.ts';

/** Null when nothing of it is bound. */
export function derivedLook(looks: Looks, roles: readonly string[]): Look | null {
  const used = Object.fromEntries(Object.entries(looks).filter(([role]) => roles.includes(role)));
  const worst = worstLook(used);
  if (worst?.kind !== 'stale') return worst;
  const ages = Object.values(used).flatMap(({ kind, ageMs }) => (kind === 'stale' ? [ageMs] : []));
  return { ...worst, ageMs: Math.max(...ages) };
}

/** The roles that the state of a symbol follows from: what else an asset measures neither makes it old nor good. */
export const rolesOf = (symbol: SymbolId): readonly string[] => Object.keys(SYMBOL_CATALOGUE[symbol].roles);

/** The looks of an asset that the state of a symbol follows from. */
export const looksFor = (looks: Looks, symbol: SymbolId): Looks =>
  Object.fromEntries(Object.entries(looks).filter(([role]) => rolesOf(symbol).includes(role)));
