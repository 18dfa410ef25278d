import { describe, expect, test } from 'vitest';
import { loadProject } from '../../../main/project/load-project.ts';
import { symbols } from '../../../renderer/mimic/symbols/registry.ts';
import { appendEvents } from '../../../renderer/store/station-store.ts';
import { groupsOf, levelOf, levelOfGroup, worstOf } from '../../../renderer/ui/device-level.ts';
import { placeBeside } from '../../../renderer/ui/placement.ts';
import { textWidth } from '../../../shared/scene/text-width.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { catalogEn } from '../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../shared/text/catalog-zh.ts';
import { DEMO_STATION } from '../support/project-copy.ts';

const { scenes } = await loadProject(DEMO_STATION);

describe.each(scenes)('scene $id', scene => {
  test('uses only symbols that exist, with every required role bound and no other', () => {
    for (const node of scene.nodes) {
      const symbol = symbols.get(node.symbol);
      expect(symbol, `${node.id}: ${node.symbol}`).toBeDefined();
      for (const [role, need] of Object.entries(symbol?.roles ?? {})) {
        if (need === 'required') expect(Object.keys(node.bind), node.id).toContain(role);
      }
      for (const role of Object.keys(node.bind)) expect(Object.keys(symbol?.roles ?? {}), node.id).toContain(role);
    }
  });

  test('draws every pipe orthogonally and within the scene', () => {
    for (const pipe of scene.pipes) {
      pipe.path.forEach(([x, y], i) => {
        expect(x >= 0 && x <= scene.size[0] && y >= 0 && y <= scene.size[1], pipe.id).toBe(true);
        const before = pipe.path[i - 1];
        if (before !== undefined) expect(before[0] === x || before[1] === y, pipe.id).toBe(true);
      });
    }
  });

  test('asks no open limit switch whether gas flows: a valve in travel, or stuck there, lets it through', () => {
    for (const pipe of scene.pipes) expect(pipe.flow ?? '', pipe.id).not.toContain('ZSO-');
  });

  test('gives each node and each pipe a name of its own', () => {
    expect(new Set(scene.nodes.map(node => node.id)).size).toBe(scene.nodes.length);
    expect(new Set(scene.pipes.map(pipe => pipe.id)).size).toBe(scene.pipes.length);
  });
});

describe('texts', () => {
  /** Leaf texts by path. */
  const leaves = (value: unknown, path = ''): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));

  test('none is empty and the English ones hold no Chinese character', () => {
    for (const [path, text] of [...leaves(catalogZh), ...leaves(catalogEn)]) expect(text, path).not.toBe('');
    for (const [path, text] of leaves(catalogEn)) expect(text, path).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/);
  });

  test('both languages have the same blanks', () => {
    const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
    const english = new Map(leaves(catalogEn));
    for (const [path, text] of leaves(catalogZh)) expect(blanks(english.get(path) ?? ''), path).toEqual(blanks(text));
  });

  test('a blank that nobody fills stays visible', () => {
    expect(fill('{tag} is {what}', { tag: 'PT-1101' })).toBe('PT-1101 is {what}');
  });
});

describe('device lamps', () => {
  test('tell a group that is partly lost from one that is lost', () => {
    expect(levelOfGroup(['full', 'full'])).toBe('full');
    expect(levelOfGroup(['full', 'crossed'])).toBe('half');
    expect(levelOfGroup(['crossed', 'crossed'])).toBe('crossed');
    expect(levelOfGroup(['unknown'])).toBe('unknown');
    expect(levelOf('degraded')).toBe('half');
    expect(levelOf('disabled')).toBe('hollow');
  });

  test('leave what is out of operation out of the judgement, and say so where nothing else is there', () => {
    expect(levelOfGroup(['hollow', 'full'])).toBe('full');
    expect(levelOfGroup(['hollow', 'crossed'])).toBe('crossed');
    expect(levelOfGroup(['hollow', 'unknown'])).toBe('hollow');
  });

  test('lead to the first of the worst', () => {
    const devices = (['online', 'degraded', 'offline', 'offline', 'disabled'] as const).map((state, id) => ({
      state,
      id,
    }));
    expect(worstOf(devices)?.id).toBe(2);
    expect(worstOf(devices.slice(0, 2))?.id).toBe(1);
    expect(worstOf([])).toBeUndefined();
  });

  test('are grouped as the project says, in its order', () => {
    expect(groupsOf([{ group: 'PLC' }, { group: 'FC' }, { group: 'FC' }, { group: 'RTU' }])).toEqual([
      'PLC',
      'FC',
      'RTU',
    ]);
  });
});

describe('placement', () => {
  const area = { left: 0, top: 0, width: 1_000, height: 600 };
  const panel = { width: 300, height: 200 };

  test('stands beside its value and never over it', () => {
    const anchors = [
      { left: 100, top: 100, width: 60, height: 20 },
      { left: 900, top: 500, width: 60, height: 20 },
    ];
    for (const anchor of anchors) {
      const at = placeBeside({ anchor, panel, area, gap: 10, sides: ['right', 'left', 'below', 'above'] });
      const isApart =
        at.left >= anchor.left + anchor.width ||
        at.left + panel.width <= anchor.left ||
        at.top >= anchor.top + anchor.height ||
        at.top + panel.height <= anchor.top;
      expect(isApart).toBe(true);
      expect(at.left >= 0 && at.left + panel.width <= 1_000 && at.top >= 0 && at.top + panel.height <= 600).toBe(true);
    }
  });
});

test('an event that comes by reply and by stream is there once', () => {
  const event = (sequence: number) => ({
    sequence,
    time: sequence,
    kind: 'device' as const,
    source: 'PLC',
    text: { zh: '', en: '' },
  });
  expect(appendEvents([event(1), event(2)], [event(2), event(3)]).map(e => e.sequence)).toEqual([1, 2, 3]);
});

test('text widths follow the digits of the font', () => {
  expect(textWidth('20,000', 16)).toBeCloseTo((5 * 0.555 + 0.278) * 16, 5);
  expect(textWidth('\u5ea6', 12)).toBe(12);
});
