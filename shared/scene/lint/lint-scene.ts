/** Everything that can be wrong with a scene that loads: where, what, and how to mend it, in both languages. Pure. */
import { coveringBadges, missingBadges } from './badge-rules.ts';
import { colours, noExit, noTrend, tooManyValues, unknownScenes } from './content-rules.ts';
import { crossings, idleBridges, runsOver } from './crossing-rules.ts';
import type { Finding, LintContext, LintedScene } from './finding.ts';
import { diagonals, missingTees, offGrid } from './line-rules.ts';
import { tightNumbers } from './number-rules.ts';
import { outside, overflows, overlaps } from './overlap-rules.ts';

type Rule = (scene: LintedScene, context: LintContext) => readonly Finding[];

const RULES: readonly Rule[] = [
  offGrid,
  diagonals,
  crossings,
  idleBridges,
  runsOver,
  missingTees,
  overlaps,
  outside,
  overflows,
  tightNumbers,
  coveringBadges,
  missingBadges,
  colours,
  tooManyValues,
  noTrend,
  noExit,
  unknownScenes,
];

/** Findings by rule; none for a scene that is in order. */
export const lintScene: Rule = (scene, context) => RULES.flatMap(rule => rule(scene, context));
