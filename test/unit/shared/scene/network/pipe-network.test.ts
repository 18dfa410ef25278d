/** Sections of pipe: flowing, pressurised, isolated or unknown, against a reference that tries everything. */
import { describe, expect, it } from 'vitest';
import { nodeSchema, type SceneNode, type ScenePipe } from '../../../../../shared/model/scene.ts';
import { CONDUCTION } from '../../../../../shared/scene/network/conduction.ts';
import { type PipeState, pipeNetwork } from '../../../../../shared/scene/network/pipe-network.ts';
import type { Point } from '../../../../../shared/scene/place-node.ts';
import { SYMBOL_CATALOGUE, symbolRules } from '../../../../../shared/scene/symbol-catalogue.ts';
import { seededRandom } from '../../../../kit/random.ts';
import { passingOf } from './passing.ts';

const node = (id: string, symbol: string, at: Point, props: SceneNode['props'] = {}): SceneNode =>
  nodeSchema.parse({ id, symbol, at, props });
const pipe = (id: string, path: readonly Point[], more: Partial<ScenePipe> = {}): ScenePipe => ({
  id,
  path: path.map(([x, y]): [number, number] => [x, y]),
  medium: 'gas',
  arrow: false,
  ...more,
});

interface Line {
  readonly nodes: readonly SceneNode[];
  readonly pipes: readonly ScenePipe[];
}

/** State by section: `states` by node, the others `''`, a boundary `on`. */
function statesOf(
  line: Line,
  states: Readonly<Record<string, string>>,
  flow: Readonly<Record<string, boolean | null>> = {},
): Readonly<Record<string, PipeState>> {
  const network = pipeNetwork(line);
  const found = network.evaluate({
    nodeState: n => states[n.id] ?? (n.props['boundary'] === undefined ? '' : 'on'),
    flow: p => flow[p.id],
  });
  return Object.fromEntries(network.sections.map((section, i) => [section.id, found[i] ?? 'plain']));
}

/** A source, a valve, a consumer, in one straight pipe drawn through the valve; a blow-down off its inlet. */
const RUN: Line = {
  nodes: [
    node('in', 'tee', [0, 0], { boundary: 'source' }),
    node('XV', 'valve', [100, 0]),
    node('out', 'tee', [200, 0], { boundary: 'consumer' }),
    node('BDV', 'valve', [50, -50], {}),
  ],
  pipes: [
    pipe('run', [
      [0, 0],
      [200, 0],
    ]),
  ],
};

describe('a pipe drawn through a valve', () => {
  it('is two sections, and the valve is what connects them', () => {
    expect(statesOf(RUN, { XV: 'open' })).toEqual({ 'run#1': 'flowing', 'run#2': 'flowing' });
    expect(statesOf(RUN, { XV: 'travel' })).toEqual({ 'run#1': 'flowing', 'run#2': 'flowing' });
    expect(statesOf(RUN, { XV: 'closed fault' })).toEqual({ 'run#1': 'pressurised', 'run#2': 'isolated' });
  });

  it('is unknown where the position of the valve would decide, and only there', () => {
    for (const state of ['unknown', 'open~', 'closed~', '']) {
      expect(statesOf(RUN, { XV: state })).toEqual({ 'run#1': 'unknown', 'run#2': 'unknown' });
    }
    expect(statesOf(RUN, { XV: 'unknown', out: 'off' })).toEqual({ 'run#1': 'pressurised', 'run#2': 'unknown' });
    expect(statesOf(RUN, { XV: 'unknown', in: 'off' })).toEqual({ 'run#1': 'isolated', 'run#2': 'isolated' });
    expect(statesOf(RUN, { XV: 'closed', in: 'unknown' })).toEqual({ 'run#1': 'unknown', 'run#2': 'isolated' });
  });
});

describe('what stands', () => {
  it('is a branch without a way on, and a loop that hangs on one point', () => {
    const line: Line = {
      nodes: [...RUN.nodes, node('T', 'tee', [50, 0])],
      pipes: [
        ...RUN.pipes,
        pipe('branch', [
          [50, 0],
          [50, 30],
        ]),
        pipe('left', [
          [50, 30],
          [20, 30],
          [20, 60],
        ]),
        pipe('right', [
          [50, 30],
          [80, 30],
          [80, 60],
          [20, 60],
        ]),
      ],
    };
    expect(statesOf(line, { XV: 'open' })).toMatchObject({
      branch: 'pressurised',
      left: 'pressurised',
      right: 'pressurised',
    });
  });

  it('is a meter that measures a standstill, with what is in line with it', () => {
    const line: Line = {
      ...RUN,
      nodes: [...RUN.nodes.filter(n => n.id !== 'XV'), node('FE', 'meter-turbine', [100, 0])],
    };
    expect(statesOf(line, { FE: 'run' })).toEqual({ 'run#1': 'flowing', 'run#2': 'flowing' });
    expect(statesOf(line, { FE: 'stop' })).toEqual({ 'run#1': 'pressurised', 'run#2': 'pressurised' });
    expect(statesOf(line, { FE: 'run~' })).toEqual({ 'run#1': 'unknown', 'run#2': 'unknown' });
  });
});

describe("a pipe's own flow", () => {
  it('says whether it flows; where pressure stands the network knows', () => {
    const flow = (value: boolean | null, XV: string) => statesOf(RUN, { XV }, { run: value });
    expect(flow(true, 'closed')).toEqual({ 'run#1': 'flowing', 'run#2': 'flowing' });
    expect(flow(false, 'open')).toEqual({ 'run#1': 'pressurised', 'run#2': 'pressurised' });
    expect(flow(false, 'closed')).toEqual({ 'run#1': 'pressurised', 'run#2': 'isolated' });
    expect(flow(null, 'open')).toEqual({ 'run#1': 'unknown', 'run#2': 'unknown' });
    expect(flow(null, 'closed')).toEqual({ 'run#1': 'pressurised', 'run#2': 'isolated' });
    expect(flow(false, 'unknown')).toEqual({ 'run#1': 'pressurised', 'run#2': 'unknown' });
  });

  it('is all there is in a scene without a source', () => {
    const line: Line = { nodes: RUN.nodes.filter(n => n.id !== 'in'), pipes: RUN.pipes };
    expect(statesOf(line, { XV: 'closed' })).toEqual({ 'run#1': 'plain', 'run#2': 'plain' });
    expect(statesOf(line, { XV: 'closed' }, { run: true })).toEqual({ 'run#1': 'flowing', 'run#2': 'flowing' });
    expect(statesOf(line, { XV: 'closed' }, { run: null })).toEqual({ 'run#1': 'unknown', 'run#2': 'unknown' });
    expect(pipeNetwork(line).nodes).toEqual([]);
  });
});

describe('fluids', () => {
  it('are rooms of their own where their pipes meet, but gas and vent are one', () => {
    const line: Line = {
      nodes: [...RUN.nodes, node('vent', 'vent', [50, -116])],
      pipes: [
        ...RUN.pipes,
        pipe('up', [
          [50, 0],
          [50, -50],
          [34, -50],
        ]),
        pipe(
          'over',
          [
            [66, -50],
            [66, -100],
            [50, -100],
          ],
          { medium: 'vent' },
        ),
        pipe(
          'water',
          [
            [50, 0],
            [50, 40],
          ],
          { medium: 'water' },
        ),
        pipe(
          'signal',
          [
            [50, 0],
            [50, 80],
          ],
          { medium: 'signal' },
        ),
      ],
    };
    expect(statesOf(line, { XV: 'closed', BDV: 'open' })).toMatchObject({
      over: 'flowing',
      water: 'plain',
      signal: 'plain',
    });
    expect(statesOf(line, { XV: 'closed', BDV: 'closed' })).toMatchObject({ over: 'isolated' });
  });

  it('come from the odoriser and go through the quill', () => {
    const line: Line = {
      nodes: [node('O', 'odoriser', [0, 100]), node('Q', 'injection-quill', [0, 0])],
      pipes: [
        pipe(
          'dose',
          [
            [0, 76],
            [0, 21],
          ],
          { medium: 'odorant' },
        ),
      ],
    };
    expect(statesOf(line, { O: 'run' })).toEqual({ dose: 'flowing' });
    expect(statesOf(line, { O: 'stop fault' })).toEqual({ dose: 'pressurised' });
    expect(statesOf(line, { O: 'unknown' })).toEqual({ dose: 'unknown' });
  });
});

describe('hot water', () => {
  it('goes round while its pump runs, whatever the burner does', () => {
    const line: Line = {
      nodes: [node('H', 'heater', [0, 13]), node('P', 'pump', [100, 0]), node('E', 'heat-exchanger', [200, -20])],
      pipes: [
        pipe(
          'out',
          [
            [22, 0],
            [89, 0],
          ],
          { medium: 'water' },
        ),
        pipe(
          'to',
          [
            [111, 0],
            [200, 0],
          ],
          { medium: 'water' },
        ),
        pipe(
          'back',
          [
            [200, -40],
            [240, -40],
            [240, 26],
            [22, 26],
          ],
          { medium: 'water' },
        ),
        pipe('fuel', [
          [0, 60],
          [0, 33],
        ]),
      ],
    };
    const fed: Line = { nodes: [...line.nodes, node('in', 'tee', [0, 60], { boundary: 'source' })], pipes: line.pipes };
    expect(statesOf(fed, { H: 'stop', P: 'run' })).toEqual({
      out: 'flowing',
      to: 'flowing',
      back: 'flowing',
      fuel: 'pressurised',
    });
    expect(statesOf(fed, { H: 'run', P: 'stop' })).toEqual({
      out: 'pressurised',
      to: 'pressurised',
      back: 'pressurised',
      fuel: 'flowing',
    });
  });
});

describe('every symbol that pipes end at', () => {
  const withPorts = Object.keys(SYMBOL_CATALOGUE).filter(id => Object.keys(symbolRules(id)?.ports ?? {}).length > 0);

  it('says what it lets through, between ports that it has', () => {
    expect(Object.keys(CONDUCTION).toSorted()).toEqual(withPorts.toSorted());
    expect(withPorts.length).toBeGreaterThan(20);
    for (const [id, { joins, supplies = [], drains = [], steady = [] }] of Object.entries(CONDUCTION)) {
      const ports = Object.keys(symbolRules(id)?.ports ?? {});
      expect(ports, id).toEqual(expect.arrayContaining([...joins.flat(), ...supplies, ...drains, ...steady]));
    }
  });
});

/** A small random network on a grid of tees: every edge a pipe or a valve, some tees sources or consumers. */
function randomLine(random: () => number): { readonly line: Line; readonly states: Readonly<Record<string, string>> } {
  const side = 2 + Math.floor(random() * 2);
  const nodes: SceneNode[] = [];
  const pipes: ScenePipe[] = [];
  const states: Record<string, string> = {};
  for (let i = 0; i < side * side; i++) {
    const at: Point = [(i % side) * 100, Math.floor(i / side) * 100];
    const roll = random();
    const boundary = i === 0 || roll < 0.1 ? 'source' : roll > 0.75 ? 'consumer' : null;
    nodes.push(node(`t${i}`, 'tee', at, boundary === null ? {} : { boundary }));
    if (boundary !== null) states[`t${i}`] = random() < 0.8 ? 'on' : random() < 0.5 ? 'off' : 'unknown';
    for (const [dx, dy] of [
      [100, 0],
      [0, 100],
    ] as const) {
      const end: Point = [at[0] + dx, at[1] + dy];
      if (random() < 0.25 || end[0] >= side * 100 || end[1] >= side * 100) continue;
      const id = `${i}-${dx === 0 ? 'down' : 'right'}`;
      pipes.push(pipe(id, [at, end]));
      const kind = random();
      if (kind < 0.3) continue;
      const middle: Point = [at[0] + dx / 2, at[1] + dy / 2];
      const symbol = kind < 0.8 ? 'valve' : 'meter-turbine';
      nodes.push({ ...node(`v${id}`, symbol, middle), ...(dx === 0 ? { turn: 90 as const } : {}) });
      const words = symbol === 'valve' ? ['open', 'open', 'closed', 'unknown'] : ['run', 'run', 'stop', 'unknown'];
      states[`v${id}`] = words[Math.floor(random() * words.length)] ?? '';
    }
  }
  return { line: { nodes, pipes }, states };
}

describe('any network', () => {
  it('gives each section the state that holds in every case that the unknown states allow, and unknown where they differ', () => {
    const random = seededRandom(20);
    let unknowns = 0;
    for (let round = 0; round < 250; round++) {
      const { line, states } = randomLine(random);
      const open = Object.keys(states).filter(id => states[id] === 'unknown');
      if (open.length > 7) continue;
      unknowns += open.length;
      const cases = completions(line, states, open).map(known => naive(line, known));
      const expected = Object.fromEntries(
        Object.keys(cases[0] ?? {}).map(id => {
          const seen = new Set(cases.map(c => c[id]));
          return [id, seen.size === 1 ? [...seen][0] : 'unknown'];
        }),
      );
      expect(statesOf(line, states), `round ${round}`).toEqual(expected);
    }
    expect(unknowns).toBeGreaterThan(100);
  });
});

/** Every way to replace the unknown states by known ones. */
function completions(
  line: Line,
  states: Readonly<Record<string, string>>,
  open: readonly string[],
): Record<string, string>[] {
  const [id, ...rest] = open;
  if (id === undefined) return [{ ...states }];
  const symbol = line.nodes.find(n => n.id === id)?.symbol ?? '';
  const words = symbol === 'tee' ? ['on', 'off'] : symbol === 'valve' ? ['open', 'closed'] : ['run', 'stop'];
  return words.flatMap(word => completions(line, { ...states, [id]: word }, rest));
}

const LEVELS = { blocks: 0, holds: 1, passes: 2 } as const;

/** The same by walking every way that visits no point twice. Only for lines made by `randomLine`. */
function naive({ nodes, pipes }: Line, states: Readonly<Record<string, string>>): Record<string, PipeState> {
  interface Piece {
    readonly ids: readonly string[];
    readonly a: string;
    readonly b: string;
    readonly level: number;
  }
  const pieces = pipes.flatMap(({ id, path }): Piece[] => {
    const [a, b] = [String(path[0]), String(path[1])];
    const inner = nodes.find(n => n.id === `v${id}`);
    if (inner === undefined) return [{ ids: [id], a, b, level: 2 }];
    const [passing = 'blocks'] = passingOf(inner.symbol, states[inner.id] ?? '');
    return [
      { ids: [`${id}#1`], a, b: `${id} left`, level: 2 },
      { ids: [], a: `${id} left`, b: `${id} right`, level: LEVELS[passing] },
      { ids: [`${id}#2`], a: `${id} right`, b, level: 2 },
    ];
  });
  const mouths = (kind: string) =>
    nodes.filter(n => n.props['boundary'] === kind && states[n.id] === 'on').map(n => String(n.at));
  const found: Record<string, PipeState> = {};
  const anySource = nodes.filter(n => n.props['boundary'] === 'source').map(n => String(n.at));
  const consumers = mouths('consumer');
  const walk = (
    starts: readonly string[],
    least: number,
    ended: (used: readonly Piece[], at: string) => void,
  ): void => {
    const step = (at: string, seen: readonly string[], used: readonly Piece[]): void => {
      ended(used, at);
      for (const piece of pieces) {
        if (piece.level < least || (piece.a !== at && piece.b !== at)) continue;
        const next = piece.a === at ? piece.b : piece.a;
        if (!seen.includes(next)) step(next, [...seen, next], [...used, piece]);
      }
    };
    for (const start of starts) step(start, [start], []);
  };
  const mark = (used: readonly Piece[], state: PipeState): void => {
    for (const { ids } of used) for (const id of ids) found[id] = state;
  };
  for (const { ids } of pieces) for (const id of ids) found[id] = 'plain';
  walk(anySource, 0, (_used, at) => {
    for (const piece of pieces) if (piece.a === at || piece.b === at) mark([piece], 'isolated');
  });
  walk(mouths('source'), 1, (_used, at) => {
    for (const piece of pieces)
      if (piece.a === at || piece.b === at) mark([piece], piece.ids.length > 0 ? 'pressurised' : 'plain');
  });
  walk(mouths('source'), 2, (used, at) => {
    if (consumers.includes(at)) mark(used, 'flowing');
  });
  return found;
}
