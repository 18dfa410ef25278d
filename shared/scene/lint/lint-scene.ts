/** Everything that can be wrong with a scene that loads: where, what, and how to mend it, in both languages. Pure. */
import { colours, noExit, noTrend, tooManyValues, unknownScenes } from './content-rules.ts';
import type { Finding, LintContext, LintedScene } from './finding.ts';
import { diagonals, missingTees, offGrid, throughSymbols } from './line-rules.ts';
import { outside, overflows, overlaps } from './overlap-rules.ts';

type Rule = (scene: LintedScene, context: LintContext) => readonly Finding[];

const RULES: readonly Rule[] = [
  offGrid,
  diagonals,
  throughSymbols,
  missingTees,
  overlaps,
  outside,
  overflows,
  colours,
  tooManyValues,
  noTrend,
  noExit,
  unknownScenes,
];

/** Findings by rule; none for a scene that is in order. */
export const lintScene: Rule = (scene, context) => RULES.flatMap(rule => rule(scene, context));
