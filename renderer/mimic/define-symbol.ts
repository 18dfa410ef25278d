/**
 * What a symbol is: an id of the shared catalogue, which lists its roles, its props and the space it takes, a pure state
 * function and a drawing.
 * States are shapes and fills, never colours (hmi.md 2.3, points 1–4). The state function is tested without a DOM.
 */
import type { ReactNode } from 'react';
import type { SceneNode } from '../../shared/model/scene.ts';
import type { SymbolRules } from '../../shared/scene/catalogue/rules.ts';
import {
  type BooleanProp,
  type NumberProp,
  type StringProp,
  SYMBOL_CATALOGUE,
  type SymbolId,
  type TextProp,
} from '../../shared/scene/symbol-catalogue.ts';
import type { Text } from '../../shared/text/text.ts';

/** What a state function may know of a bound value. */
export interface Reading {
  /** Null when there is nothing that may be shown as a number. */
  readonly value: number | null;
  readonly isStale: boolean;
  /** Alarm limits of the tag; absent for derived points, which have none. */
  readonly limits?: { readonly LL?: number; readonly L?: number; readonly H?: number; readonly HH?: number };
}

export type Readings = Readonly<Record<string, Reading | undefined>>;
export type PropValue = string | number | boolean | Text;

export interface DrawInput {
  readonly node: SceneNode;
  /** What `state` returned; empty for symbols without one. */
  readonly state: string;
  /** Handles by role, for live leaves. */
  readonly handles: Readonly<Record<string, number | undefined>>;
}

export interface SymbolDefinition {
  readonly id: SymbolId;
  /** Space around the origin that it takes: x, y, width, height in design pixels. */
  readonly box: SymbolRules['box'];
  readonly roles: SymbolRules['roles'];
  /** What `state` may return, without the mark of age: what the legend shows. Absent with `state`. */
  readonly states?: readonly string[];
  readonly state?: (readings: Readings, props: Readonly<Record<string, PropValue>>) => string;
  readonly draw: (input: DrawInput) => ReactNode;
  /** False: the symbol prints its state itself, so it is not said again on hover. */
  readonly inWords?: false;
}

/** The symbol with the roles and the room that the catalogue gives it. */
export const defineSymbol = (definition: Omit<SymbolDefinition, 'roles' | 'box'>): SymbolDefinition => ({
  ...definition,
  roles: SYMBOL_CATALOGUE[definition.id].roles,
  box: SYMBOL_CATALOGUE[definition.id].box,
});

/** True, false, or null when the value is not known. */
export function truth(reading: Reading | undefined): boolean | null {
  return reading === undefined || reading.value === null ? null : reading.value !== 0;
}

/** Bit `index` of a status word, or null when the word is not known. */
export function bit(reading: Reading | undefined, index: number): boolean | null {
  if (reading === undefined || reading.value === null) return null;
  return Math.floor(Math.abs(reading.value) / 2 ** index) % 2 === 1;
}

/** A state with the mark that it is old: `open~`. */
export function withAge(state: string, readings: Readings): string {
  const isOld = Object.values(readings).some(reading => reading?.isStale === true);
  return isOld && state !== 'unknown' ? `${state}~` : state;
}

export function numberProp(node: SceneNode, key: NumberProp): number | undefined {
  const value = node.props[key];
  return typeof value === 'number' ? value : undefined;
}

export function stringProp(node: SceneNode, key: StringProp): string | undefined {
  const value = node.props[key];
  return typeof value === 'string' ? value : undefined;
}

export function textProp(node: SceneNode, key: TextProp): Text | undefined {
  const value = node.props[key];
  return typeof value === 'object' ? value : undefined;
}

export function booleanProp(node: SceneNode, key: BooleanProp): boolean | undefined {
  const value = node.props[key];
  return typeof value === 'boolean' ? value : undefined;
}
