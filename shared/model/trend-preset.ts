/**
 * A trend setup under a name, the same for every client of the station. What comes with the project can be shown and not changed. Of the
 * setup the station knows pens and span; whatever else the trend screen keeps of it travels along as it is.
 */
import type { Text } from '../text/text.ts';

export interface PresetPen {
  readonly tag: string;
  readonly isHidden: boolean;
  readonly [more: string]: unknown;
}

export interface PresetSetup {
  /** By place; null where none is. */
  readonly pens: readonly (PresetPen | null)[];
  /** Shown while live, ms. */
  readonly spanMs: number;
  readonly [more: string]: unknown;
}

export interface TrendPreset {
  readonly id: string;
  /** A name that a person gave is the same in both languages. */
  readonly name: Text;
  readonly setup: PresetSetup;
  /** Rises with each change; who changes one says which they have seen. */
  readonly version: number;
  readonly isOfProject: boolean;
  /** Who saved it last and when, epoch ms; null for one of the project. */
  readonly who: string | null;
  readonly at: number | null;
}
