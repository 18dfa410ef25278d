/** Lines meet at their ends or in a port; whatever else they cross, cover or run over is found, whoever draws the line. */
import { describe, expect, it } from 'vitest';
import { type ScenePipe, sceneSchema } from '../../../../../shared/model/scene.ts';
import { crossings, idleBridges, runsOver } from '../../../../../shared/scene/lint/crossing-rules.ts';
import type { LintContext } from '../../../../../shared/scene/lint/finding.ts';

type Point = [number, number];
type Draft = Record<string, unknown>;

const CONTEXT: LintContext = { tag: () => undefined, sceneIds: new Set(), alarmed: [] };

const line = (id: string, path: Point[], medium = 'gas'): Draft => ({ id, path, medium });
const across = line('across', [
  [0, 50],
  [200, 50],
]);
const down = (medium?: string) =>
  line(
    'down',
    [
      [100, 0],
      [100, 90],
    ],
    medium,
  );

function scene(pipes: Draft[], nodes: Draft[] = [], labels: Draft[] = []) {
  const file = sceneSchema.parse({
    id: 'small',
    title: { zh: '图', en: 'Screen' },
    level: 3,
    size: [600, 200],
    nodes,
    pipes,
    labels,
  });
  return {
    file,
    nodes: file.nodes,
    pipes: file.pipes.map((pipe): ScenePipe => ({ ...pipe, path: pipe.path ?? [] })),
  };
}

const crossed = (pipes: Draft[], nodes: Draft[] = []) => crossings(scene(pipes, nodes)).map(({ what }) => what.en);

describe('lines that cross', () => {
  it('are found once, with the place, whatever they carry', () => {
    const found = ['"down" crosses "across" at 100,50 without meeting it'.replace(',', ', ')];
    expect(crossed([across, down()])).toEqual(found);
    expect(crossed([across, down('signal')])).toEqual(found);
    expect(crossed([{ ...across, medium: 'signal' }, down('signal')])).toEqual(found);
  });

  it('are connected in a port that both are drawn through, and where one of them ends', () => {
    expect(crossed([across, down()], [{ id: 't', symbol: 'tee', at: [100, 50] }])).toEqual([]);
    const branch = line('branch', [
      [100, 50],
      [100, 90],
    ]);
    expect(crossed([across, branch])).toEqual([]);
    expect(crossed([across, { ...branch, medium: 'signal' }])).toEqual([]);
  });

  it('do so in a bend as well', () => {
    const bend = line('bend', [
      [100, 0],
      [100, 50],
      [150, 50],
      [150, 90],
    ]);
    expect(crossed([across, bend])).toHaveLength(1);
  });

  it('or lie on each other are found, one behind the other are not', () => {
    const on = (from: number) =>
      line('on', [
        [from, 50],
        [300, 50],
      ]);
    expect(crossed([across, on(150)])).toHaveLength(1);
    expect(crossed([across, on(200)])).toEqual([]);
  });

  it('may be one and the same', () => {
    const loop = line('loop', [
      [0, 50],
      [100, 50],
      [100, 90],
      [50, 90],
      [50, 10],
    ]);
    expect(crossed([loop])).toEqual(['"loop" crosses itself at 50, 50']);
    const ring = line('ring', [
      [0, 0],
      [50, 0],
      [50, 50],
      [0, 50],
      [0, 0],
    ]);
    expect(crossed([ring])).toEqual([]);
  });

  it('may do so on purpose, and say whom they are led over', () => {
    expect(crossed([across, { ...down(), over: ['across'] }])).toEqual([]);
    expect(crossed([{ ...across, over: ['down'] }, down()])).toEqual([]);
    expect(crossed([across, { ...down(), over: ['other'] }])).toHaveLength(1);
    const idle = (pipes: Draft[]) => idleBridges(scene(pipes)).map(({ path }) => path.join('.'));
    expect(idle([across, { ...down(), over: ['across'] }])).toEqual([]);
    expect(idle([across, { ...down(), over: ['across', 'other'] }])).toEqual(['pipes.1.over.1']);
  });

  it('may be those that a symbol draws: the lead of an instrument, the tap of a regulator', () => {
    const bubble = (lead: number) => ({ id: 'PT', symbol: 'instrument', at: [60, 10], props: { letters: 'PT', lead } });
    expect(crossed([across], [bubble(40)])).toEqual([]);
    expect(crossed([across], [bubble(60)])).toHaveLength(1);
    const regulator = {
      id: 'PCV',
      symbol: 'regulator',
      at: [100, 150],
      bind: { travel: 'ZT' },
      props: { tapX: 60 },
    };
    const wall = line('wall', [
      [140, 100],
      [140, 140],
    ]);
    expect(crossed([wall], [regulator])).toHaveLength(1);
    expect(crossed([{ ...wall, id: 'far' }], [{ ...regulator, at: [0, 150] }])).toEqual([]);
  });
});

describe('lines that run over something', () => {
  const over = (nodes: Draft[], labels: Draft[] = []) =>
    runsOver(scene([across], nodes, labels), CONTEXT).map(({ what }) => what.en);

  it('are found over a symbol without ports', () => {
    const detector = { id: 'GD', symbol: 'gas-detector', at: [100, 55], bind: { value: 'GD' } };
    expect(over([detector])).toEqual(['pipe "across" runs over "GD" without meeting it']);
    expect(over([{ ...detector, at: [100, 80] }])).toEqual([]);
  });

  it('are found over a label, a name and a number', () => {
    const label = { at: [20, 55], text: { zh: '进站', en: 'Inlet' }, style: 'note' };
    expect(over([], [label])).toEqual(['pipe "across" runs over "label 0" without meeting it']);
    const valve = { id: 'XV', symbol: 'valve', at: [100, 26], name: 'XV', bind: { open: 'A', closed: 'B' } };
    expect(over([valve])).toHaveLength(1);
    expect(over([{ id: 'v', symbol: 'value', at: [100, 55], bind: { value: 'PT' } }])).toHaveLength(1);
  });

  it('leave a symbol alone that they meet in a port', () => {
    const valve = { id: 'XV', symbol: 'valve', at: [100, 50], bind: { open: 'A', closed: 'B' } };
    expect(over([valve])).toEqual([]);
    expect(over([{ ...valve, turn: 90 }])).toHaveLength(1);
  });
});
