/**
 * The diagram of the state machine, found by walking the machine itself: pure, so that the page in docs and the alarm's card
 * cannot differ from the code. The places of the states are fixed: a person who has seen the picture once finds it again.
 */
import type { AlarmEventKind, AlarmHold, AlarmState, AlarmStateName, AlarmSuppression } from '../model/alarm.ts';
import { type AlarmInput, type AlarmTraits, NORMAL_STATE, step } from './state-machine.ts';

export interface DiagramEdge {
  readonly from: AlarmStateName;
  readonly to: AlarmStateName;
  readonly event: AlarmEventKind;
  /** Which alarms can go this way. */
  readonly latching: 'any' | 'only' | 'never';
  /** Only where something else hides the alarm as well. */
  readonly isStacked: boolean;
}

/** Columns and rows of the picture, from the left and from the top. */
export const STATE_PLACES: Readonly<Record<AlarmStateName, { readonly column: number; readonly row: number }>> = {
  NORMAL: { column: 0, row: 0 },
  UNACK: { column: 1, row: 0 },
  ACK: { column: 2, row: 0 },
  RTN_UNACK: { column: 0, row: 1 },
  LATCH_UNACK: { column: 1, row: 1 },
  LATCH_ACK: { column: 2, row: 1 },
  SHELVED: { column: 0, row: 2 },
  SUPPRESSED: { column: 1, row: 2 },
  OOS: { column: 2, row: 2 },
};

const HOLD: AlarmHold = { since: 0, until: 1, by: 'x', reason: 'x' };
const SUPPRESSION: AlarmSuppression = { kind: 'expression', of: 'x', hold: null };
const INPUTS: readonly AlarmInput[] = [
  { kind: 'raise' },
  { kind: 'clear' },
  { kind: 'acknowledge' },
  { kind: 'reset' },
  { kind: 're-alarm' },
  { kind: 'shelve', hold: HOLD },
  { kind: 'unshelve' },
  { kind: 'suppress', by: SUPPRESSION },
  { kind: 'unsuppress', by: SUPPRESSION },
  { kind: 'remove-from-service', hold: HOLD },
  { kind: 'return-to-service' },
];

/** Every change of name that some sequence of inputs brings about. */
export function stateEdges(): readonly DiagramEdge[] {
  const plain = walk(false);
  const latching = walk(true);
  const keys = [...new Set([...plain.keys(), ...latching.keys()])];
  return keys.flatMap(key => {
    const edge = plain.get(key) ?? latching.get(key);
    if (edge === undefined) return [];
    const kind = !latching.has(key) ? 'never' : plain.has(key) ? 'any' : 'only';
    return [{ ...edge, latching: kind }];
  });
}

type WalkedEdge = Omit<DiagramEdge, 'latching'>;

function walk(isLatching: boolean): ReadonlyMap<string, WalkedEdge> {
  const traits: AlarmTraits = { priority: 3, isLatching, maxShelveMs: 1 };
  const edges = new Map<string, WalkedEdge>();
  const waiting: AlarmState[] = [NORMAL_STATE];
  const seen = new Set([JSON.stringify(NORMAL_STATE)]);
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const input of INPUTS) {
      const stepped = step(state, input, traits);
      if (!stepped.ok) continue;
      addEdge(edges, state, stepped);
      const key = JSON.stringify(stepped.state);
      if (!seen.has(key)) waiting.push(stepped.state);
      seen.add(key);
    }
  }
  return edges;
}

const hidings = (state: AlarmState): number =>
  [state.shelved !== null, state.suppressed.length > 0, state.outOfService !== null].filter(Boolean).length;

function addEdge(
  edges: Map<string, WalkedEdge>,
  before: AlarmState,
  { state, event, from, to }: { state: AlarmState; event: AlarmEventKind; from: AlarmStateName; to: AlarmStateName },
): void {
  if (from === to) return;
  const key = `${from} ${event} ${to}`;
  const isStacked = hidings(before) + hidings(state) > 1;
  edges.set(key, { from, to, event, isStacked: isStacked && (edges.get(key)?.isStacked ?? true) });
}

/** States that a person sees as alarms, and those that hide one. */
export function stateGroups(): {
  readonly shown: readonly AlarmStateName[];
  readonly hiding: readonly AlarmStateName[];
} {
  const hiding: readonly AlarmStateName[] = ['SHELVED', 'SUPPRESSED', 'OOS'];
  const names = Object.keys(STATE_PLACES) as AlarmStateName[];
  return { shown: names.filter(name => !hiding.includes(name)), hiding };
}
