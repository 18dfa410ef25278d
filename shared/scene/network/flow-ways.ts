/**
 * Two questions about rooms that are connected by edges: which are reached from the sources, and which edges lie on some way
 * from a source to a consumer that visits no room twice. The second is exact and linear: such edges are those of one block
 * (biconnected component) with an edge laid from all consumers back to all sources. Pure.
 */

/** An edge by the numbers of its rooms. */
export interface Edge {
  readonly a: number;
  readonly b: number;
}

/** True for each room that can be reached from one of `sources`. */
export function reached(size: number, edges: readonly Edge[], sources: readonly number[]): readonly boolean[] {
  const neighbours = neighboursOf(size, edges);
  const isReached = new Array<boolean>(size).fill(false);
  const waiting = [...sources];
  for (let room = waiting.pop(); room !== undefined; room = waiting.pop()) {
    if (isReached[room] === true) continue;
    isReached[room] = true;
    for (const { other } of neighbours[room] ?? []) waiting.push(other);
  }
  return isReached;
}

interface Ends {
  readonly sources: readonly number[];
  readonly consumers: readonly number[];
}

/** Positions in `edges` of those on a way from a source to a consumer. */
export function onTheWay(size: number, edges: readonly Edge[], { sources, consumers }: Ends): ReadonlySet<number> {
  const [start, goal] = [size, size + 1];
  const all: Edge[] = [
    ...edges,
    ...sources.map(b => ({ a: start, b })),
    ...consumers.map(a => ({ a, b: goal })),
    { a: goal, b: start },
  ];
  const block = blockOf(size + 2, all, all.length - 1);
  return new Set(block.filter(edge => edge < edges.length));
}

interface Neighbour {
  readonly edge: number;
  readonly other: number;
}

function neighboursOf(size: number, edges: readonly Edge[]): readonly (readonly Neighbour[])[] {
  const lists: Neighbour[][] = Array.from({ length: size }, () => []);
  for (const [edge, { a, b }] of edges.entries()) {
    if (a === b) continue;
    lists[a]?.push({ edge, other: b });
    lists[b]?.push({ edge, other: a });
  }
  return lists;
}

/** Edges of the block that `first` belongs to, `first` left out (Hopcroft and Tarjan 1973, begun along that edge). */
function blockOf(size: number, edges: readonly Edge[], first: number): readonly number[] {
  const neighbours = neighboursOf(size, edges);
  const order = new Array<number>(size).fill(0);
  const open: number[] = [];
  let visited = 0;

  /** The earliest room that `room` and all beyond it lead back to. */
  const visit = (room: number, via: number): number => {
    visited += 1;
    const mine = visited;
    order[room] = mine;
    let lowest = mine;
    for (const { edge, other } of neighbours[room] ?? []) {
      const seen = order[other] ?? 0;
      if (edge === via || seen > mine) continue;
      const mark = open.length;
      open.push(edge);
      if (seen > 0) {
        lowest = Math.min(lowest, seen);
        continue;
      }
      const back = visit(other, edge);
      // A block that hangs on this room alone.
      if (back >= mine) open.length = mark;
      lowest = Math.min(lowest, back);
    }
    return lowest;
  };

  const { a: from, b: to } = edges[first] ?? { a: 0, b: 0 };
  visited = 1;
  order[to] = 1;
  visit(from, first);
  return open;
}
