/**
 * Which section of pipe flows, which only stands under pressure, which is cut off. Every answer is the one that holds whatever
 * the states that are not known turn out to be; where they would change it, it is `unknown`. Built once for a scene, evaluated
 * when a state changes. Pure.
 */
import type { SceneNode, ScenePipe } from '../../model/scene.ts';
import { BLOCKED, boundaryOf, boundaryPassage, conductionOf, FREE, type Passage, passageOf } from './conduction.ts';
import { type Edge, onTheWay, reached } from './flow-ways.ts';
import { pipeSections, portRooms, type Section } from './pipe-sections.ts';

/**
 * `flowing`: on a way from a source to a consumer · `pressurised`: connected to a source · `isolated`: cut off from every
 * source · `unknown`: a state that would decide it is not known · `plain`: no source was drawn for it, so nothing is said.
 */
export type PipeState = 'flowing' | 'pressurised' | 'isolated' | 'unknown' | 'plain';

export interface NetworkStates {
  /** State of a node, as its symbol's state function has it; of a boundary `on`, `off` or `unknown`. */
  readonly nodeState: (node: SceneNode) => string;
  /** What the pipe's own `flow` says: undefined when it has none, null when it is not known. */
  readonly flow: (pipe: ScenePipe) => boolean | null | undefined;
}

export interface PipeNetwork {
  readonly sections: readonly Section[];
  /** Nodes whose state matters. */
  readonly nodes: readonly SceneNode[];
  /** State of each section, in their order. */
  evaluate(states: NetworkStates): readonly PipeState[];
}

/** An edge of the network; without a node it is a pipe, which always lets everything through. */
interface Link extends Edge {
  readonly node: SceneNode | null;
}

interface Mouth {
  readonly room: number;
  readonly node: SceneNode;
  /** Open whatever the state of the node is. */
  readonly isSteady: boolean;
}

interface Graph {
  readonly size: number;
  readonly links: readonly Link[];
  readonly sources: readonly Mouth[];
  readonly consumers: readonly Mouth[];
}

interface Drawn {
  readonly nodes: readonly SceneNode[];
  readonly pipes: readonly ScenePipe[];
}

export function pipeNetwork(scene: Drawn): PipeNetwork {
  const sections = pipeSections(scene);
  const { graph, linkOf } = graphOf(scene.nodes, sections);
  const ways = reached(
    graph.size,
    graph.links,
    graph.sources.map(({ room }) => room),
  );
  const isModelled = sections.map((_, i) => ways[graph.links[linkOf[i] ?? -1]?.a ?? -1] === true);
  const nodes = [...new Set([...graph.links, ...graph.sources, ...graph.consumers].flatMap(({ node }) => node ?? []))];
  return {
    sections,
    nodes: isModelled.includes(true) ? nodes : [],
    evaluate: ({ nodeState, flow }) => {
      const passages = new Map(nodes.map(node => [node, passageOfNode(node, nodeState(node))]));
      const certain = ranks(graph, node => passages.get(node)?.low ?? BLOCKED);
      const possible = ranks(graph, node => passages.get(node)?.high ?? BLOCKED);
      return sections.map(({ pipe }, i) => {
        const told = flow(pipe);
        if (isModelled[i] !== true) return plainState(told);
        const link = linkOf[i] ?? -1;
        return stateOf({ low: certain(link), high: possible(link) }, told);
      });
    },
  };
}

function passageOfNode(node: SceneNode, state: string): Passage {
  return boundaryOf(node) === null ? passageOf(node.symbol, state) : boundaryPassage(state);
}

/** 0 isolated, 1 pressurised, 2 flowing: never less when more is open. */
type Rank = 0 | 1 | 2;

/** Rank of a link when every node passes as `level` says. */
function ranks(graph: Graph, level: (node: SceneNode) => number): (link: number) => Rank {
  const passing = (least: number): readonly number[] =>
    graph.links.flatMap(({ node }, i) => ((node === null ? FREE : level(node)) >= least ? [i] : []));
  const rooms = (mouths: readonly Mouth[], least: number): readonly number[] =>
    mouths.filter(({ node, isSteady }) => isSteady || level(node) >= least).map(({ room }) => room);
  const linksAt = (positions: readonly number[]): readonly Edge[] => positions.flatMap(i => graph.links[i] ?? []);

  const isReached = reached(graph.size, linksAt(passing(BLOCKED + 1)), rooms(graph.sources, BLOCKED + 1));
  const free = passing(FREE);
  const ends = { sources: rooms(graph.sources, FREE), consumers: rooms(graph.consumers, FREE) };
  const flowing = new Set([...onTheWay(graph.size, linksAt(free), ends)].map(i => free[i]));
  return link => {
    if (flowing.has(link)) return 2;
    return isReached[graph.links[link]?.a ?? -1] === true ? 1 : 0;
  };
}

const STATES = ['isolated', 'pressurised', 'flowing'] as const;

function stateOf({ low, high }: { low: Rank; high: Rank }, told: boolean | null | undefined): PipeState {
  if (told === true) return 'flowing';
  // Told that nothing flows, or not told what does: the network still knows where pressure can stand.
  const least = told === undefined ? low : Math.min(low, 1);
  const most = told === false ? Math.min(high, 1) : high;
  return least === most ? (STATES[least] ?? 'unknown') : 'unknown';
}

function plainState(told: boolean | null | undefined): PipeState {
  if (told === undefined || told === false) return 'plain';
  return told === true ? 'flowing' : 'unknown';
}

function graphOf(nodes: readonly SceneNode[], sections: readonly Section[]) {
  const numbers = new Map<string, number>();
  const number = (room: string): number => {
    const known = numbers.get(room) ?? numbers.size;
    numbers.set(room, known);
    return known;
  };
  const links: Link[] = [];
  const linkOf = sections.map(({ ends }) => {
    if (ends === null) return -1;
    links.push({ a: number(ends[0]), b: number(ends[1]), node: null });
    return links.length - 1;
  });
  const sources: Mouth[] = [];
  const consumers: Mouth[] = [];
  const ports = Map.groupBy(portRooms({ nodes }), ({ node }) => node);
  for (const [node, ofNode] of ports) {
    const rooms = (port: string): readonly number[] =>
      ofNode.filter(p => p.port === port).map(({ room }) => number(room));
    const { joins = [], supplies = [], drains = [], steady = [] } = conductionOf(node.symbol) ?? {};
    for (const [from, to] of joins) {
      const others = rooms(to);
      rooms(from).forEach((a, fluid) => links.push({ a, b: others[fluid] ?? a, node }));
    }
    const mouths = (names: readonly string[]): readonly Mouth[] =>
      names.flatMap(name => rooms(name).map(room => ({ room, node, isSteady: steady.includes(name) })));
    sources.push(...mouths(supplies));
    consumers.push(...mouths(drains));
    const boundary = boundaryOf(node);
    const every = mouths([...new Set(ofNode.map(({ port }) => port))]);
    if (boundary !== null) (boundary === 'source' ? sources : consumers).push(...every);
  }
  return { graph: { size: numbers.size, links, sources, consumers }, linkOf };
}
