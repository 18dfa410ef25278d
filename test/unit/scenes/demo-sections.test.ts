/** What the screens of the demo station say of one section of pipe is the same on all of them, whatever happened to the plant. */
import { describe, expect, it } from 'vitest';
import type { Reading, Readings } from '../../../renderer/mimic/define-symbol.ts';
import { symbols } from '../../../renderer/mimic/symbols/registry.ts';
import { type Environment, evaluate, type Operand } from '../../../shared/expr/evaluate.ts';
import { parseExpression } from '../../../shared/expr/parse.ts';
import { CALC_INPUT_BAD, GOOD, isBad } from '../../../shared/model/quality.ts';
import type { Scene, SceneNode } from '../../../shared/model/scene.ts';
import { boundaryOf } from '../../../shared/scene/network/conduction.ts';
import { type PipeState, pipeNetwork } from '../../../shared/scene/network/pipe-network.ts';
import { demoProject, inject, run, settledPlant } from '../simulator/demo-plant.ts';

type Plant = ReturnType<typeof settledPlant>;

/** The field alone: what is calculated or not configured is not known, and no section may depend on it. */
const environmentOf = (plant: Plant): Environment => ({
  tag: (name): Operand => {
    const tag = demoProject.tags.find(t => t.name === name);
    if (tag === undefined || tag.device === null) return { v: Number.NaN, q: CALC_INPUT_BAD };
    return { v: plant.read(name), q: GOOD };
  },
  lost: () => false,
});

function readingOf(source: string, environment: Environment): Reading {
  const parsed = parseExpression(source.startsWith('=') ? source.slice(1) : `[${source}]`);
  if (!parsed.ok) return expect.fail(`${source} is no expression`);
  const { v, q } = evaluate(parsed.expression, environment);
  return { value: isBad(q) ? null : v, isStale: false };
}

function nodeState(node: SceneNode, environment: Environment): string {
  const bound = Object.entries(node.bind).map(([role, source]) => [role, readingOf(source, environment)] as const);
  const readings: Readings = Object.fromEntries(bound);
  if (boundaryOf(node) === null) return symbols.get(node.symbol)?.state?.(readings, node.props) ?? '';
  const on = readings['on'];
  if (on === undefined) return 'on';
  return on.value === null ? 'unknown' : on.value === 0 ? 'off' : 'on';
}

/** State of every section of a scene, by `scene section`. */
function statesOf(scene: Scene, environment: Environment): (readonly [string, PipeState])[] {
  const network = pipeNetwork(scene);
  const states = network.evaluate({
    nodeState: node => nodeState(node, environment),
    flow: ({ flow }) => {
      const value = flow === undefined ? 0 : readingOf(flow, environment).value;
      return flow === undefined ? undefined : value === null ? null : value !== 0;
    },
  });
  return network.sections.map(({ id }, i) => [`${scene.id} ${id}`, states[i] ?? 'plain']);
}

/** One piece of pipe on every screen that draws it. Of the filters, meters and regulators each run on both sides. */
const SHARED: Readonly<Record<string, string>> = {
  'from the main': 'overview inlet#1, filtering inlet#1, safety inlet-arrow, utilities inlet-line#1',
  'before XV-1001': 'overview inlet-valve#1, filtering inlet-main#1, safety inlet-1',
  'behind XV-1001': 'overview inlet-blowdown, filtering inlet-main-2, safety inlet-2, safety inlet-3',
  'before BDV-1002': 'overview blowdown-low, filtering blowdown#1, safety blowdown-low',
  'behind BDV-1002': 'overview blowdown-high, filtering blowdown#2, safety blowdown-high',
  'to the receiver': 'overview pig-in#1, filtering pig-in#1, safety pig-1',
  'before the filters': 'overview inlet-filters, filtering header, safety inlet-4, filter-pair main',
  'filter A': 'overview filter-a#3, filtering header-2#3, filter-pair main-2#3, safety filter-a-out',
  'filter B': 'overview filter-b#3, filtering filter-b#3, filter-pair branch-b#3, safety filter-b-out',
  'behind the filters':
    'overview filter-out, filtering header-3, filter-pair main-3, safety filter-out, metering inlet',
  'before XV-1401A': 'overview meter-a#1, metering A-1, meter-run a1, safety meter-a-in',
  'behind XV-1401A': 'overview meter-a#2, metering A-2, metering A-3, meter-run a2, meter-run a3',
  'before XV-1401B': 'overview meter-b#1, metering B-1, meter-run-b a1, safety meter-b-in',
  'behind XV-1401B': 'overview meter-b#2, metering B-2, metering B-3, meter-run-b a2, meter-run-b a3',
  'before XV-1401C': 'overview meter-c#1, metering C-1, meter-run-c a1, safety meter-c-in',
  'behind XV-1401C': 'overview meter-c#2, metering C-2, meter-run-c a2#1',
  'behind meter A': 'overview meter-a-out, metering A-5, meter-run a4, safety meter-a-out',
  'behind meter B': 'overview meter-b-out, metering B-4, meter-run-b a4, safety meter-b-out',
  'behind meter C': 'overview meter-c-out#2, metering C-4, meter-run-c a4, safety meter-c-out',
  'behind the meters':
    'overview meter-out, metering outlet, safety meter-out, chromatograph line-1, chromatograph line-2, ' +
    'regulation heat-a, meter-run a5, meter-run-b a5, meter-run-c a5',
  'run 1A': 'overview reg-1a#1, regulation run-1a#1, regulator-run main#1, safety reg-1a-1',
  'run 1B': 'overview reg-1b#1, regulation run-1b#1, regulator-run-1b main#1, safety reg-1b-1',
  'run 2A': 'overview reg-2a#1, regulation run-2a#1, regulator-run-2a main#1, safety reg-2a-1',
  'run 2B': 'overview reg-2b#1, regulation run-2b#1, regulator-run-2b main#1, safety reg-2b-1',
  'behind SSV-1301A': 'overview reg-1a#2, regulation run-1a#2, regulator-run main#2, safety reg-1a-2',
  'behind SSV-1301B': 'overview reg-1b#2, regulation run-1b#2, regulator-run-1b main#2, safety reg-1b-2',
  'behind regulation 1':
    'overview out-1-2, regulation out-1, regulator-run main-4, regulator-run-1b main-4, safety out-1-2, distribution mp-1#1',
  'behind regulation 2':
    'overview out-3, regulation out-2, regulator-run-2a main-4, regulator-run-2b main-4, safety out-3-in, distribution sh-1#1',
  'before XV-1701': 'overview out-1#1, distribution o1-1, safety out-1-in',
  'behind XV-1701': 'overview out-1#2, distribution o1-2, safety out-1',
  'behind XV-1702': 'overview out-2#2, distribution o2-2, safety out-2',
  'behind XV-1703': 'overview out-3-valve#3, distribution o3-2, safety out-3',
};

const BEHIND_THE_INLET = Object.keys(SHARED).slice(2);

function situation(change: (plant: Plant) => void, seconds: number): ReadonlyMap<string, PipeState> {
  const plant = settledPlant();
  change(plant);
  run(plant, seconds);
  const environment = environmentOf(plant);
  return new Map(demoProject.scenes.flatMap(scene => statesOf(scene, environment)));
}

/** What is said of each piece; more than one word where screens do not agree. */
function said(states: ReadonlyMap<string, PipeState>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SHARED).map(([piece, places]) => {
      const words = places.split(', ').map(place => ({ place, state: states.get(place) ?? 'not drawn' }));
      const all = new Set(words.map(({ state }) => state));
      return [piece, all.size === 1 ? [...all].join() : words.map(w => `${w.place}: ${w.state}`).join(', ')];
    }),
  );
}

const oneWord = (words: Record<string, string>) => Object.values(words).filter(word => word.includes(' '));

const command =
  (...words: readonly (readonly [string, number])[]) =>
  (plant: Plant): void => {
    for (const [tag, value] of words) plant.write(tag, value);
  };

describe('all screens say the same of one section of pipe', () => {
  it.each([
    ['in normal operation', () => undefined, 0],
    ['while the station blows down', (plant: Plant) => inject(plant, 'esd', 'HS-1001'), 60],
    ['when it is blown down', (plant: Plant) => inject(plant, 'esd', 'HS-1001'), 600],
    ['when it is shut in under pressure', (plant: Plant) => inject(plant, 'esd', 'ESD-2'), 300],
    ['with run B in service', command(['HC-1401B', 1], ['HC-1401A', 2]), 120],
    ['with the meters in series', command(['HC-1404', 1]), 120],
    ['with no meter run open', command(['HC-1401A', 2]), 120],
    ['with no filter open', command(['HC-1201A', 2]), 120],
    ['with outlet 1 closed', command(['HC-1701', 2]), 120],
    ['with a slam-shut tripped', (plant: Plant) => inject(plant, 'slam-shut-trip', 'SSV-1301A'), 120],
  ] as const)('%s', (_, change, seconds) => {
    expect(oneWord(said(situation(change, seconds)))).toEqual([]);
  });

  it('and after ESD 1 that everything behind XV-1001 is cut off', () => {
    const words = said(situation(plant => inject(plant, 'esd', 'HS-1001'), 60));
    expect(words['from the main']).toBe('pressurised');
    expect(BEHIND_THE_INLET.map(piece => words[piece])).toEqual(BEHIND_THE_INLET.map(() => 'isolated'));
  });
});

describe('what is measured at the inlet', () => {
  const plant = settledPlant();
  inject(plant, 'esd', 'HS-1001');
  run(plant, 600);
  const environment = environmentOf(plant);

  /** Whether gas stands at the foot of an instrument's lead, by the sections of its screen. */
  function isLive(scene: Scene, { at: [x, y], props }: SceneNode): boolean {
    const foot = y + Number(props['lead'] ?? 0);
    const { sections } = pipeNetwork(scene);
    const states = new Map(statesOf(scene, environment));
    const on = sections.find(({ points }) =>
      points.some(([, py], i) => py === foot && isBetween(x, points[i - 1]?.[0], points[i]?.[0])),
    );
    return states.get(`${scene.id} ${on?.id}`) === 'pressurised';
  }

  it('is drawn where it is: after ESD 1 a transmitter of the main stands under pressure, one of the header does not', () => {
    const bubbles = demoProject.scenes.flatMap(scene =>
      scene.nodes
        .filter(({ symbol, asset }) => symbol === 'instrument' && /^PT-(1101|1102|1202)$/.test(asset ?? ''))
        .map(node => ({
          place: `${scene.id} ${node.id}`,
          isLive: isLive(scene, node),
          mpa: plant.read(node.asset ?? ''),
        })),
    );
    expect(bubbles.length).toBeGreaterThan(3);
    expect(bubbles.filter(({ isLive: live, mpa }) => live !== mpa > 1)).toEqual([]);
  });

  it('differs by nothing behind a closed inlet valve: the loss over the filters leaves the valve out', () => {
    const rows = demoProject.scenes.flatMap(({ id, nodes }) =>
      nodes.flatMap(node =>
        node.id === 't-drop' || (id === 'filter-pair' && node.id === 'drop') ? [node.bind['value'] ?? ''] : [],
      ),
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(Math.abs(readingOf(row, environment).value ?? Number.NaN)).toBeLessThan(20);
  });

  it('is the main for both inlet transmitters, so that they can check one another', () => {
    expect(plant.read('PT-1101')).toBeGreaterThan(3);
    expect(Math.abs(plant.read('PT-1101') - plant.read('PT-1102'))).toBeLessThan(0.02);
    expect(plant.read('PT-1202')).toBeLessThan(0.05);
  });
});

const isBetween = (x: number, a: number | undefined, b: number | undefined): boolean =>
  a !== undefined && b !== undefined && x >= Math.min(a, b) && x <= Math.max(a, b);
