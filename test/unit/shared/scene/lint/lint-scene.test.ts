/** The lint finds each thing that is wrong with a scene that loads, says where and how to mend it, and leaves a good one alone. */
import { describe, expect, it } from 'vitest';
import { type SceneFile, type ScenePipe, sceneSchema } from '../../../../../shared/model/scene.ts';
import type { LintContext } from '../../../../../shared/scene/lint/finding.ts';
import { lintScene } from '../../../../../shared/scene/lint/lint-scene.ts';
import { textWidth } from '../../../../../shared/scene/text-width.ts';

const CONTEXT: LintContext = {
  tag: name => (name.startsWith('PT') ? { low: 0, high: 6, decimals: 3, unit: 'MPa' } : undefined),
  sceneIds: new Set(['small', 'other']),
  alarmed: [],
};

type Draft = Record<string, unknown>;

const text = (zh: string, en: string) => ({ zh, en });
const source: Draft = { id: 'in', symbol: 'tee', at: [10, 50], props: { boundary: 'source' } };
const valve: Draft = { id: 'XV-1', symbol: 'valve', at: [100, 50], name: 'XV-1', bind: { open: 'A', closed: 'B' } };
const spark: Draft = { id: 'trend', symbol: 'spark', at: [300, 100], bind: { value: 'PT-1' } };
const link: Draft = {
  id: 'on',
  symbol: 'link',
  at: [200, 50],
  props: { scene: 'other', label: text('计量', 'Metering'), boundary: 'consumer' },
};
const run: Draft = {
  id: 'run',
  path: [
    [10, 50],
    [200, 50],
  ],
};

/** A scene that is in order, with what a test makes of it. */
function scene(more: Draft = {}): SceneFile {
  return sceneSchema.parse({
    id: 'small',
    title: text('图', 'Screen'),
    level: 2,
    size: [600, 200],
    nodes: [source, valve, spark, link],
    pipes: [run],
    ...more,
  });
}

const withNodes = (...nodes: Draft[]) => scene({ nodes: [source, valve, spark, link, ...nodes] });
const withPipes = (...pipes: Draft[]) => scene({ pipes: [run, ...pipes] });

const lint = (file: SceneFile, context = CONTEXT) =>
  lintScene(
    {
      file,
      nodes: file.nodes,
      pipes: file.pipes.map((pipe): ScenePipe => ({ ...pipe, path: pipe.path ?? [] })),
    },
    context,
  );

/** `rule path` of each finding. */
const found = (file: SceneFile, context = CONTEXT) => lint(file, context).map(f => `${f.rule} ${f.path.join('.')}`);

it('leaves a scene alone that is in order', () => {
  expect(lint(scene())).toEqual([]);
});

describe('places and pipes', () => {
  it('off the grid are found, half a step is on it, and so is what a port asks for', () => {
    const low = (x: number, pipes: Draft[] = []) =>
      scene({
        nodes: [source, valve, spark, link, { ...valve, id: 'XV-2', name: 'XV-2', at: [x, 155] }],
        pipes: [run, ...pipes],
      });
    const outlet = (x: number) => [
      {
        id: 'p',
        path: [
          [x + 16, 155],
          [150, 155],
        ],
      },
    ];
    expect(found(low(100, outlet(100)))).toEqual([]);
    expect(found(low(103, outlet(103)))).toEqual(['off-grid nodes.4.at']);
    // In a table, where no pipe leads to it.
    expect(found(low(103))).toEqual([]);
    expect(found(withPipes(...outlet(116)))).toEqual(['off-grid pipes.1.path.0']);
    expect(found(scene({ gridAt: [2, 0] })).filter(finding => finding.startsWith('off-grid'))).toHaveLength(3);
    const impulse = { ...outlet(116)[0], medium: 'signal' };
    expect(found(withPipes(impulse))).toEqual([]);
  });

  it('that run diagonally are found', () => {
    expect(
      found(
        withPipes({
          id: 'p',
          path: [
            [400, 20],
            [450, 30],
          ],
        }),
      ),
    ).toEqual(['diagonal pipes.1.path']);
  });

  it('over a symbol are found, unless they meet a port', () => {
    expect(
      found(
        withPipes({
          id: 'p',
          path: [
            [90, 10],
            [90, 90],
          ],
        }),
      ),
    ).toContain('through-symbol pipes.1');
    expect(
      found(
        scene({
          nodes: [valve, spark, link],
          pipes: [
            {
              id: 'p',
              path: [
                [60, 50],
                [80, 50],
                [80, 90],
              ],
            },
          ],
        }),
      ),
    ).toEqual([]);
  });

  it('over an arrow are found on the side that it lies on', () => {
    const from = { ...link, id: 'from', at: [400, 50], props: { ...(link['props'] as Draft), dir: 'in', width: 60 } };
    const crossing = (x: number) => ({
      id: 'p',
      path: [
        [x, 10],
        [x, 90],
      ],
    });
    const drawn = (x: number) => scene({ nodes: [spark, from], pipes: [crossing(x)] });
    expect(found(drawn(360))).toEqual(['through-symbol pipes.0']);
    expect(found(drawn(430))).toEqual([]);
  });

  it('that end in the middle of another need a tee', () => {
    const tee = { id: 't', symbol: 'tee', at: [150, 50] };
    const branch = {
      id: 'p',
      path: [
        [150, 50],
        [150, 90],
      ],
    };
    expect(found(scene({ nodes: [source, valve, spark, link, tee], pipes: [run, branch] }))).toEqual([]);
    expect(
      found(
        withPipes({
          id: 'p',
          path: [
            [150, 50],
            [150, 90],
          ],
        }),
      ),
    ).toEqual(['no-tee pipes.1']);
    const led = withPipes({
      id: 'p',
      path: [
        [150, 50],
        [150, 90],
      ],
      medium: 'signal',
    });
    expect(found(led)).toEqual([]);
  });
});

describe('room', () => {
  it('taken twice is found once, by what lies above', () => {
    expect(found(withNodes({ ...valve, id: 'XV-2', name: 'XV-2', at: [110, 50] }))).toEqual(['overlap nodes.4']);
  });

  it('of texts is that of the longer language', () => {
    const label = (zh: string, en: string) => ({ at: [310, 50], text: text(zh, en), style: 'note' });
    const value = { id: 'v', symbol: 'value', at: [400, 50], bind: { value: 'PT-1' }, props: { size: 14 } };
    const drawn = (zh: string, en: string) =>
      scene({ labels: [label(zh, en)], nodes: [spark, { ...link, at: [180, 150] }, value], pipes: [] });
    expect(found(drawn('进站', 'Inlet'))).toEqual([]);
    expect(found(drawn('进站', 'Inlet pressure'))).toEqual(['text-overlap nodes.2']);
    expect(lint(drawn('进站', 'Inlet pressure'))[0]?.what.en).toContain('in English');
    expect(lint(drawn('进站总管压力表', 'Inlet'))[0]?.what.zh).toContain('中文');
  });

  it('over the edge of the scene is found', () => {
    expect(found(withNodes({ ...spark, id: 's', at: [550, 100] }))).toEqual(['outside nodes.4']);
  });

  it('of a row is what stands before its value', () => {
    const row = (en: string) => ({
      id: 'r',
      symbol: 'row',
      at: [20, 150],
      bind: { value: 'PT-1' },
      props: { label: text('压力', en), valueX: 140 },
    });
    expect(found(withNodes(row('Pressure')))).toEqual([]);
    expect(found(withNodes(row('Pressure behind the filters')))).toEqual(['text-overflow nodes.4.props.label']);
  });

  it('of a caption is its block and little of the gap to the next, which is 20 px', () => {
    const caption = text('进站压力', 'Inlet pressure');
    const long = Math.max(textWidth(caption.zh, 13), textWidth(caption.en, 13));
    const block = (width: number) => ({
      id: 'b',
      symbol: 'value-block',
      at: [400, 20],
      bind: { value: 'PT-1' },
      props: { caption, width },
    });
    const overflows = (width: number) => found(withNodes(block(width))).includes('text-overflow nodes.4.props.caption');
    expect([overflows(Math.ceil(long)), overflows(Math.ceil(long) - 12), overflows(Math.floor(long) - 16)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('of a gauge is what stands before its bar, unless the bar is below', () => {
    const gauge = (props: Draft) => ({
      id: 'g',
      symbol: 'band-bar',
      at: [20, 130],
      bind: { value: 'PT-1' },
      props: { label: text('压力', 'Pressure'), barX: 10, barWidth: 100, valueX: 120, ...props },
    });
    expect(found(withNodes(gauge({})))).toContain('text-overflow nodes.4.props.label');
    expect(found(withNodes(gauge({ barY: 20 })))).toEqual([]);
  });
});

describe('what a screen has', () => {
  it('is a trend on level 2', () => {
    expect(found(scene({ nodes: [source, valve, link] }))).toEqual(['no-trend nodes']);
    expect(found(scene({ nodes: [source, valve, link], level: 3 }))).toEqual([]);
  });

  it('is a way on, below level 1 and where there is somewhere to go', () => {
    expect(found(scene({ nodes: [source, valve, spark] }))).toEqual(['no-exit nodes']);
    expect(found(scene({ nodes: [source, valve, spark], level: 3 }))).toEqual(['no-exit nodes']);
    expect(found(scene({ nodes: [source, valve, spark], level: 4 }))).toEqual(['no-exit nodes']);
    expect(found(scene({ nodes: [source, valve, spark], level: 1 }))).toEqual([]);
    const alone = { ...CONTEXT, sceneIds: new Set(['small']) };
    expect(found(scene({ nodes: [source, valve, spark] }), alone)).toEqual([]);
  });

  it('leads to a screen that exists', () => {
    const lost = { ...link, props: { scene: 'nowhere' } };
    expect(found(scene({ nodes: [source, valve, spark, lost] }))).toEqual(['unknown-scene nodes.3.props.scene']);
  });

  it('is at most 150 values', () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        id: `r${i}`,
        symbol: 'row',
        at: [700, 20 * i + 300],
        bind: { value: `=[PT-1]+${i}` },
      }));
    const big = (count: number) =>
      found(scene({ size: [1200, 4000], nodes: [source, valve, spark, link, ...rows(count)] }));
    expect(big(149)).toEqual([]);
    expect(big(150)).toEqual(['too-many-values nodes']);
  });

  it.each(['#f00', 'rgb(255, 0, 0)', 'see #C4001F', 'oklch(60% 0.2 30)'])('has no colour such as %s', colour => {
    const row = { id: 'r', symbol: 'row', at: [20, 150], bind: { value: 'PT-1' }, props: { tagText: colour } };
    expect(found(withNodes(row))).toContain('colour nodes.4.props.tagText');
  });

  it('may have a text with a number sign', () => {
    expect(found(scene({ title: text('1# 调压', 'Regulator #1') }))).toEqual([]);
  });
});

it('says every finding in both languages, with how to mend it', () => {
  const bad = scene({
    nodes: [valve, { ...valve, id: 'XV-2', at: [113, 55] }, { ...link, props: { scene: '#fff' } }],
    pipes: [
      run,
      {
        id: 'p',
        path: [
          [90, 10],
          [99, 90],
          [150, 50],
        ],
      },
    ],
  });
  const rules = new Set<string>();
  for (const { rule, what, right } of lint(bad)) {
    rules.add(rule);
    for (const said of [what, right]) {
      expect(said.zh).toMatch(/\p{Script=Han}/u);
      expect(said.en).toMatch(/[a-z]/);
      expect(said.en).not.toMatch(/\p{Script=Han}/u);
    }
  }
  expect(rules.size).toBeGreaterThan(6);
});
