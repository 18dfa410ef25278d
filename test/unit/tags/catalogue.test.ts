/** Names and handles: dense, stable, and shared by tags and the expressions of scenes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadProject } from '../../../main/project/load-project.ts';
import type { StationProject } from '../../../main/project/types.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import { assetSchema } from '../../../shared/model/asset.ts';
import { type Scene, sceneSchema } from '../../../shared/model/scene.ts';
import { DEMO_STATION } from '../support/project-copy.ts';

/** Nothing that has expressions of its own. */
const NO_SUPPORT = { procedures: null, interlocks: null };

const scene = (id: string, binds: Record<string, string>[], flows: string[]): Scene => ({
  ...sceneSchema.parse({
    id,
    title: { zh: '图', en: 'Screen' },
    level: 1,
    size: [100, 100],
    nodes: binds.map((bind, i) => ({ id: `n${i}`, symbol: 'value', at: [0, 0], bind })),
  }),
  pipes: flows.map((flow, i) => ({
    id: `p${i}`,
    path: [
      [0, 0],
      [1, 0],
    ],
    medium: 'gas',
    arrow: false,
    flow,
  })),
});

describe('Catalogue', () => {
  let project: StationProject;
  beforeAll(async () => {
    const demo = await loadProject(DEMO_STATION);
    project = {
      ...demo,
      assets: [],
      support: NO_SUPPORT,
      scenes: [
        scene('one', [{ value: 'PT-1101', open: '=[ZSO-1001]' }], ['= [ZSO-1001] ', '=[ZSO-1002]']),
        scene('two', [{ value: 'PT-1101' }], ['=[ZSO-1002]']),
      ],
    };
  });

  it('gives the tags the handles 0 … n − 1 in the order of the tag list, and finds them by name', () => {
    const catalogue = new Catalogue(project);
    expect(catalogue.tags.map(t => t.handle)).toEqual(catalogue.tags.map((_, i) => i));
    for (const [i, tag] of project.tags.entries()) {
      expect(catalogue.handleOf(tag.name)).toBe(i);
      expect(catalogue.nameOf(i)).toBe(tag.name);
    }
    expect(catalogue.handleOf('NO-SUCH')).toBeUndefined();
    expect(catalogue.handleOf('constructor')).toBeUndefined();
  });

  it('has tags of its own after those of the project: by device, and by scan period of its tags', () => {
    const catalogue = new Catalogue(project);
    const own = catalogue.tags.slice(project.tags.length);
    expect(own.filter(t => t.name.startsWith('SYS.HTR.')).map(t => t.name)).toEqual([
      'SYS.HTR.state',
      'SYS.HTR.round-trip',
      'SYS.HTR.1000.period',
      'SYS.HTR.1000.jitter',
      'SYS.HTR.1000.overruns',
    ]);
    expect(own.some(t => t.name === 'SYS.GC.clock-offset')).toBe(true);
    expect(own.every(t => t.signalClass === 'SYS' && t.device === null && t.staleAfterMs === 3_000)).toBe(true);
    expect(catalogue.systemTags.map(({ handle, tag }) => [handle, tag.name])).toEqual(own.map(t => [t.handle, t.name]));
  });

  it('turns each different expression of all scenes into one derived point after the tags', () => {
    const catalogue = new Catalogue(project);
    const n = catalogue.tags.length;
    expect(catalogue.derived).toEqual([
      { name: '~1', handle: n, expression: '[ZSO-1001]' },
      { name: '~2', handle: n + 1, expression: '[ZSO-1002]' },
    ]);
    expect(catalogue.size).toBe(n + 2);
    expect(catalogue.handleOf('~2')).toBe(n + 1);
  });

  it('serves scenes whose every binding is a name with its handle', () => {
    const catalogue = new Catalogue(project);
    const one = catalogue.scenes.get('one');
    expect(one?.nodes[0]?.bind).toEqual({ value: 'PT-1101', open: '~1' });
    expect(one?.pipes.map(p => p.flow)).toEqual(['~1', '~2']);
    expect(one?.handles).toEqual({
      'PT-1101': catalogue.handleOf('PT-1101'),
      '~1': catalogue.handleOf('~1'),
      '~2': catalogue.handleOf('~2'),
    });
    expect(catalogue.scenes.get('two')?.pipes[0]?.flow).toBe('~2');
  });

  it('serves assets whose every role and permissive is a name with its handle, and shares points with the scenes', () => {
    const asset = (id: string, tags: Record<string, string>, when: string) => ({
      ...assetSchema.parse({
        id,
        type: 'valve',
        name: { zh: '阀', en: 'Valve' },
        tags,
        permissives: [{ action: 'open', text: { zh: '许可', en: 'Allowed' }, when }],
      }),
      bits: [],
    });
    const catalogue = new Catalogue({ ...project, assets: [asset('XV-1', { open: 'ZSO-1001' }, '=[ZSO-1002]')] });
    expect(catalogue.assets).toMatchObject([
      {
        id: 'XV-1',
        tags: { open: 'ZSO-1001' },
        permissives: [{ when: '~2' }],
        handles: { 'ZSO-1001': catalogue.handleOf('ZSO-1001'), '~2': catalogue.handleOf('~2') },
      },
    ]);
    expect(catalogue.derived).toHaveLength(2);
  });

  it('serves a scene anew, with points for the expressions that are new in it, as long as there is room', () => {
    const catalogue = new Catalogue(project);
    const { size } = catalogue;
    const changed = scene('one', [{ value: '=[ZSO-1001]', open: '=[PT-1101] > 1' }], ['=[PT-1101] > 1']);
    expect(catalogue.replaceScene(changed)).toEqual([{ name: '~3', handle: size, expression: '[PT-1101] > 1' }]);
    expect(catalogue.scenes.get('one')?.nodes[0]?.bind).toEqual({ value: '~1', open: '~3' });
    expect(catalogue.scenes.get('one')?.handles['~3']).toBe(size);
    expect(catalogue.handleOf('~3')).toBe(size);
    expect(catalogue.replaceScene(changed)).toEqual([]);

    const many = Array.from({ length: catalogue.capacity - catalogue.size + 1 }, (_, i) => ({
      value: `=[PT-1101] + ${i}`,
    }));
    expect(catalogue.replaceScene(scene('one', many, []))).toBeNull();
    expect(catalogue.scenes.get('one')?.nodes).toHaveLength(1);
    expect(catalogue.replaceScene(scene('one', many.slice(1), []))).toHaveLength(many.length - 1);
    expect(catalogue.size).toBe(catalogue.capacity);
  });

  it('calls a value stale after three missed scans, but not before a fast group can survive one timeout', () => {
    const fast = {
      ...project,
      tags: project.tags.slice(0, 3).map((t, i) => ({ ...t, periodMs: [100, 1_000, 10_000][i] ?? 0 })),
    };
    const { tags } = new Catalogue({ ...fast, scenes: [] });
    expect(tags.slice(0, 3).map(t => t.staleAfterMs)).toEqual([1_500, 3_000, 30_000]);
  });

  it('says of every tag which samples are kept and whether it steps', () => {
    const logging = { kind: 'compress', deviation: 0.01, maxIntervalMs: 600_000 } as const;
    const tags = project.tags.slice(0, 2).map((t, i) => ({ ...t, ...(i === 1 ? { logging } : {}) }));
    const sloped = tags.map((t, i) => ({ ...t, interpolation: i === 1 ? ('sloped' as const) : t.interpolation }));
    const catalogue = new Catalogue({ ...project, tags: sloped, scenes: [] });
    expect(catalogue.tags.slice(0, 2).map(t => [t.logging, t.isStepped])).toEqual([
      [{ kind: 'all' }, true],
      [logging, false],
    ]);
    const own = catalogue.tags.slice(2);
    expect(own.length).toBeGreaterThan(0);
    for (const tag of own) expect(tag).toMatchObject({ logging: { kind: 'change' }, isStepped: true });
  });

  it('describes a tag with its limits, range and address as written', () => {
    const catalogue = new Catalogue(project);
    expect(catalogue.tags.find(t => t.name === 'PT-1353')).toMatchObject({
      device: 'PLC',
      limits: { LL: 1.25, L: 1.38, H: 1.6, HH: 1.68 },
      writable: false,
    });
    expect(catalogue.tags.find(t => t.name === 'HC-1001')).toMatchObject({ address: 'holding:4000', writable: true });
    expect(catalogue.tags.find(t => t.name === 'FI-1400')).toMatchObject({ device: null, address: '' });
  });
});
