/** Where a tag is shown that is not configured, the words that say so have their room beside the dashes. */
import { expect, it } from 'vitest';
import { noteEnd } from '../../../renderer/mimic/missing-note.tsx';
import type { SceneNode } from '../../../shared/model/scene.ts';
import { textWidth } from '../../../shared/scene/text-width.ts';
import { catalogEn } from '../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../shared/text/catalog-zh.ts';
import type { Text } from '../../../shared/text/text.ts';
import { demoProject } from '../simulator/demo-plant.ts';

const missing = new Set(demoProject.calculations.flatMap(c => (c.kind === 'not-configured' ? [c.tag] : [])));
const WORDS: Text = {
  zh: catalogZh.qualityReason['not-configured'],
  en: catalogEn.qualityReason['not-configured'],
};
const LANGUAGES = ['zh', 'en'] as const;
const numberOf = ({ props }: SceneNode, key: string, otherwise: number): number => Number(props[key] ?? otherwise);
const labelOf = ({ props }: SceneNode): Text => (props['label'] ?? { zh: '', en: '' }) as Text;

/** Room for the words less what they need, px; less than 0 is too little. */
const ROOM: Readonly<Record<string, (node: SceneNode, tag: string, language: (typeof LANGUAGES)[number]) => number>> = {
  row: (node, tag, language) => {
    const [valueX, need] = [numberOf(node, 'valueX', 140), textWidth(WORDS[language], 12)];
    // A row without a rule may reach into the gap to the next column.
    const gap = node.props['rule'] === false ? 12 : 0;
    if (node.props['reason'] === true) return numberOf(node, 'width', 180) + gap - valueX - 4 - need;
    return noteEnd(valueX, 14) - need - textEnd(node, tag, language);
  },
  'state-row': (node, tag, language) =>
    noteEnd(numberOf(node, 'valueX', 140), 13) - textWidth(WORDS[language], 12) - textEnd(node, tag, language),
  'band-bar': (node, _, language) =>
    numberOf(node, 'barY', 0) > 0
      ? numberOf(node, 'barWidth', 120) - textWidth(WORDS[language], 12)
      : numberOf(node, 'valueX', 370) - 32 - numberOf(node, 'barX', 160) - textWidth(WORDS[language], 12),
  'value-block': (node, _, language) =>
    numberOf(node, 'width', 80) - Math.max(...WORDS[language].split(' ').map(word => textWidth(word, 12))),
};

function textEnd(node: SceneNode, tag: string, language: (typeof LANGUAGES)[number]): number {
  const { tagX } = node.props;
  const label = textWidth(labelOf(node)[language], 12);
  return tagX === undefined ? label : Number(tagX) + textWidth(tag, 12);
}

it('on every screen of the demo station, in both languages', () => {
  expect(missing.size).toBeGreaterThan(10);
  const found = demoProject.scenes.flatMap(({ id, nodes }) =>
    nodes.flatMap(node => {
      const tag = Object.values(node.bind).find(name => missing.has(name));
      const room = ROOM[node.symbol];
      if (tag === undefined || room === undefined) return [];
      return LANGUAGES.map(language => ({ place: `${id} ${node.id} ${language}`, room: room(node, tag, language) }));
    }),
  );
  expect(found.length).toBeGreaterThan(60);
  expect(found.filter(({ room }) => room < 0)).toEqual([]);
});
