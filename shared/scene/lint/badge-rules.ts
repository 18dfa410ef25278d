/**
 * The rule about badges of alarms: whatever may be in alarm has room for its badge, over no symbol but its own, no text, no number
 * and no other badge, in both languages and with every badge shown at once. Pure.
 */
import type { SceneNode } from '../../model/scene.ts';
import { LANGUAGES } from '../../text/text.ts';
import { areaOf, badgeArea, isMarkedBy, markedParts, ringedParts, subjectsOf } from '../marks/marked-area.ts';
import type { Area } from '../place-node.ts';
import type { Finding, Ink, LintContext, LintedScene } from './finding.ts';
import { inkOf } from './ink.ts';
import { isOverlapping, TOLERANCE } from './overlap-rules.ts';

interface Badge {
  readonly path: readonly PropertyKey[];
  /** Of the node; the row of a table is part of it. */
  readonly owner: string;
  readonly name: string;
  readonly area: Area;
}

/** One finding for each badge and what it covers first, in the order of the file. */
export function coveringBadges(scene: LintedScene, context: LintContext): readonly Finding[] {
  const badges = badgesOf(scene, context);
  const inks = LANGUAGES.flatMap(language => inkOf(scene, language, context));
  return badges.flatMap((badge, i): Finding[] => {
    if (!isWithin(badge.area, scene.file.size)) return [cutOff(badge)];
    const covered =
      inks.find(ink => isCovered(badge, ink))?.owner ??
      badges.slice(0, i).find(other => isOverlapping(badge.area, other.area))?.name;
    return covered === undefined ? [] : [findingOf(badge, covered)];
  });
}

const isWithin = ([x, y, w, h]: Area, [width, height]: readonly [number, number]): boolean =>
  x >= -TOLERANCE && y >= -TOLERANCE && x + w <= width + TOLERANCE && y + h <= height + TOLERANCE;

/** A badge stands on the corner of its own symbol, and hides none of its texts. */
const isCovered = (badge: Badge, ink: Ink): boolean =>
  (ink.owner !== badge.owner || ink.kind === 'text') && isOverlapping(badge.area, ink.area);

function badgesOf({ nodes }: LintedScene, context: LintContext): readonly Badge[] {
  return nodes.flatMap((node, i) =>
    markedParts(node)
      .filter(part => hasAlarms(part, context))
      .flatMap((part): Badge[] => {
        const area = areaOf(part);
        return area === null
          ? []
          : [{ path: ['nodes', i], owner: node.id, name: part.id, area: badgeArea(part, area) }];
      }),
  );
}

/** Whoever has no mark of its own leaves it to another: each of its alarms needs one that has. */
export function missingBadges({ nodes }: LintedScene, { alarmed }: LintContext): readonly Finding[] {
  const shown = nodes.flatMap(markedParts).map(subjectsOf);
  return nodes.flatMap((node, i): Finding[] => {
    if (node.badge !== 'none') return [];
    const subjects = ringedParts(node).map(subjectsOf);
    const lost = alarmed.find(
      target => subjects.some(own => isMarkedBy(own, target)) && !shown.some(other => isMarkedBy(other, target)),
    );
    if (lost === undefined) return [];
    return [
      {
        rule: 'badge-missing',
        path: ['nodes', i, 'badge'],
        what: {
          zh: `"${lost.tag}" 的报警在画面上没有标记`,
          en: `alarms of "${lost.tag}" have no badge on the screen`,
        },
        right: { zh: '去掉 "badge": "none"', en: 'remove "badge": "none"' },
      },
    ];
  });
}

const hasAlarms = (node: SceneNode, { alarmed }: LintContext): boolean => {
  const subjects = subjectsOf(node);
  return alarmed.some(target => isMarkedBy(subjects, target));
};

const MEND = {
  zh: '用 badge 换标记的位置，或移开其中之一',
  en: 'place the badge elsewhere with badge, or move one of them',
} as const;

const cutOff = ({ path, name }: Badge): Finding => ({
  rule: 'badge-overlap',
  path,
  what: { zh: `"${name}" 的报警标记超出画面`, en: `the alarm badge of "${name}" reaches over the edge of the scene` },
  right: MEND,
});

const findingOf = ({ path, name }: Badge, covered: string): Finding => ({
  rule: 'badge-overlap',
  path,
  what: {
    zh: `"${name}" 的报警标记盖住 "${covered}"`,
    en: `the alarm badge of "${name}" covers ${name === covered ? 'its own text' : `"${covered}"`}`,
  },
  right: MEND,
});
