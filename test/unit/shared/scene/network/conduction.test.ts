/** Each symbol in each of its states between a source and a consumer, against a table that was written by hand. */
import { describe, expect, it } from 'vitest';
import { symbols } from '../../../../../renderer/mimic/symbols/registry.ts';
import { nodeSchema, type SceneNode, type ScenePipe } from '../../../../../shared/model/scene.ts';
import { pipeNetwork } from '../../../../../shared/scene/network/pipe-network.ts';
import { SYMBOL_CATALOGUE, symbolRules } from '../../../../../shared/scene/symbol-catalogue.ts';
import { type Equipment, PASSING, passingOf } from './passing.ts';

type Spot = readonly [number, number];

const portsOf = (symbol: string): Readonly<Record<string, Spot>> => symbolRules(symbol)?.ports ?? {};
const piped = Object.keys(SYMBOL_CATALOGUE).filter(symbol => Object.keys(portsOf(symbol)).length > 0);
/** Its own and those of the table, as they are, faulty, old, and old while it is faulty and on the spot. */
const statesOf = (symbol: string): readonly string[] => {
  const words = [...(symbols.get(symbol)?.states ?? []), ...Object.keys(PASSING[symbol]?.states ?? {}), ''];
  return [...new Set(words.flatMap(word => [word, `${word} fault`, `${word}~`, `${word} fault local~`]))];
};

/** Away from the symbol, so that no pipe lies under it. */
function beside([x, y]: Spot): Spot {
  return Math.abs(x) >= Math.abs(y) ? [x + (x > 0 ? 60 : -60), y] : [x, y + (y < 0 ? -60 : 60)];
}

const node = (id: string, symbol: string, at: Spot, props: SceneNode['props'] = {}): SceneNode =>
  nodeSchema.parse({ id, symbol, at, props });
const pipe = (id: string, [from, to]: readonly [Spot, Spot]): ScenePipe => ({
  id,
  path: [
    [from[0], from[1]],
    [to[0], to[1]],
  ],
  medium: 'gas',
  arrow: false,
});

interface Piping {
  readonly symbol: string;
  /** A source and a consumer at these ports; neither where left out. */
  readonly source?: string;
  readonly consumer?: string;
  /** Whether the consumer takes anything. */
  readonly takes?: 'on' | 'off';
}

/** State of the pipes at the two ports, the source's first. */
function piping({ symbol, source, consumer, takes = 'on' }: Piping): (state: string) => readonly string[] {
  const ends = [
    ['source', source],
    ['consumer', consumer],
  ] as const;
  const nodes = [node('X', symbol, [0, 0])];
  const pipes: ScenePipe[] = [];
  for (const [boundary, port] of ends) {
    const at = portsOf(symbol)[port ?? ''];
    if (at === undefined) continue;
    nodes.push(node(boundary, 'tee', beside(at), { boundary }));
    pipes.push(pipe(boundary, [beside(at), at]));
  }
  const network = pipeNetwork({ nodes, pipes });
  return state =>
    network.evaluate({
      nodeState: ({ id }) => (id === 'X' ? state : id === 'consumer' ? takes : 'on'),
      flow: () => undefined,
    });
}

const AHEAD = { passes: 'flowing', holds: 'pressurised', blocks: 'pressurised' } as const;
const BEHIND = { passes: 'flowing', holds: 'pressurised', blocks: 'isolated' } as const;
/** Where nothing is taken, what passes stands. */
const STANDING = { passes: 'pressurised', holds: 'pressurised', blocks: 'isolated' } as const;
/** The one that holds in every case, or that it is not known. */
const agreed = (states: readonly string[]): string => (new Set(states).size === 1 ? (states[0] ?? '') : 'unknown');

const isWay = (rooms: Equipment['rooms'], from: string, to: string): boolean =>
  (rooms ?? []).some(room => room.includes(from) && room.includes(to));

/** Every port of a symbol with every other, without those that give or take by themselves. */
function* pairsOf(symbol: string): Iterable<readonly [string, string]> {
  const { gives = {}, takes = {} } = PASSING[symbol] ?? {};
  const ports = Object.keys(portsOf(symbol)).filter(port => !Object.hasOwn(gives, port) && !Object.hasOwn(takes, port));
  for (const from of ports) for (const to of ports) if (from !== to) yield [from, to];
}

/** Ports of one point are connected by being there. */
const areApart = (symbol: string, from: string, to: string): boolean =>
  String(portsOf(symbol)[from]) !== String(portsOf(symbol)[to]);

describe('the table of what passes', () => {
  it('names every symbol that a pipe can end at, and every state that it can have', () => {
    expect(Object.keys(PASSING).toSorted()).toEqual(piped.toSorted());
    for (const symbol of piped) {
      const { states } = PASSING[symbol] ?? {};
      if (states === undefined) continue;
      const own = (symbols.get(symbol)?.states ?? []).map(state => state.split(' ')[0] ?? '');
      expect(Object.keys(states), symbol).toEqual(expect.arrayContaining(own.filter(word => word !== 'unknown')));
    }
  });
});

describe.each(piped)('%s', symbol => {
  const { rooms, gives = {}, takes = {} } = PASSING[symbol] ?? {};

  it('connects its ports in each of its states as the equipment does, and no others', () => {
    for (const [source, consumer] of pairsOf(symbol)) {
      if (!areApart(symbol, source, consumer)) continue;
      const taking = piping({ symbol, source, consumer });
      const standing = piping({ symbol, source, consumer, takes: 'off' });
      for (const state of statesOf(symbol)) {
        const name = `${source} → ${consumer} "${state}"`;
        if (!isWay(rooms, source, consumer)) {
          expect(taking(state), name).toEqual(['pressurised', 'plain']);
          continue;
        }
        const kinds = passingOf(symbol, state);
        expect(taking(state), name).toEqual([
          agreed(kinds.map(kind => AHEAD[kind])),
          agreed(kinds.map(kind => BEHIND[kind])),
        ]);
        expect(standing(state), `${name}, nothing taken`).toEqual([
          'pressurised',
          agreed(kinds.map(kind => STANDING[kind])),
        ]);
      }
    }
  });

  it('gives and takes by itself what the equipment does, while its state says so', () => {
    for (const [port, when] of Object.entries(gives)) {
      const run = piping({ symbol, consumer: port });
      for (const state of statesOf(symbol)) {
        const kinds = when === 'always' ? (['passes'] as const) : passingOf(symbol, state);
        expect(run(state), `${port} "${state}"`).toEqual([agreed(kinds.map(kind => BEHIND[kind]))]);
      }
    }
    for (const [port, when] of Object.entries(takes)) {
      const run = piping({ symbol, source: port });
      for (const state of statesOf(symbol)) {
        const kinds = when === 'always' ? (['passes'] as const) : passingOf(symbol, state);
        expect(run(state), `${port} "${state}"`).toEqual([agreed(kinds.map(kind => AHEAD[kind]))]);
      }
    }
    // A symbol that does neither ends the pipe: pressure stands there and nothing flows.
    const others = Object.keys(portsOf(symbol)).filter(
      port => !Object.hasOwn(takes, port) && !Object.hasOwn(gives, port),
    );
    for (const source of others)
      for (const state of statesOf(symbol)) expect(piping({ symbol, source })(state), source).toEqual(['pressurised']);
  });
});
