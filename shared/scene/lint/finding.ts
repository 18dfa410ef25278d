/** What the lint of scenes has to say, and what it may know beside the scene. */
import type { SceneFile, SceneNode, ScenePipe } from '../../model/scene.ts';
import type { Text } from '../../text/text.ts';
import type { MarkTarget } from '../marks/marked-area.ts';
import type { Area } from '../place-node.ts';

export type LintRule =
  | 'off-grid'
  | 'diagonal'
  | 'crossing'
  | 'idle-bridge'
  | 'through-symbol'
  | 'no-tee'
  | 'outside'
  | 'overlap'
  | 'text-overlap'
  | 'text-overflow'
  | 'number-overflow'
  | 'badge-overlap'
  | 'badge-missing'
  | 'colour'
  | 'too-many-values'
  | 'no-trend'
  | 'no-exit'
  | 'unknown-scene';

export interface Finding {
  readonly rule: LintRule;
  /** Leads to the culprit in the scene's file. */
  readonly path: readonly PropertyKey[];
  readonly what: Text;
  /** How to mend it. */
  readonly right: Text;
}

/** How the values of a tag are printed. */
export interface PrintedTag {
  readonly low: number | null;
  readonly high: number | null;
  readonly decimals: number;
  readonly unit: string;
}

/** A scene that loads: `file` as it is written, with the nodes and pipes that were made of it, in the same order. */
export interface LintedScene {
  readonly file: SceneFile;
  readonly nodes: readonly SceneNode[];
  readonly pipes: readonly ScenePipe[];
}

export interface LintContext {
  /** Undefined for a name that is an expression. */
  readonly tag: (name: string) => PrintedTag | undefined;
  readonly sceneIds: ReadonlySet<string>;
  /** What the project's alarms are of: whatever draws one of them may carry a badge. */
  readonly alarmed: readonly MarkTarget[];
}

/** What covers a piece of the scene. */
export interface Ink {
  readonly path: readonly PropertyKey[];
  /** Ink of one owner may overlap. */
  readonly owner: string;
  readonly kind: 'symbol' | 'text';
  readonly area: Area;
}
