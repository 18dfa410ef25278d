/** Texts of the legend: what every symbol is called and what its states without a spoken word mean; rules in ../catalog.ts. */
import type { SymbolId } from '../../scene/symbol-catalogue.ts';

export interface LegendTexts {
  readonly intro: string;
  readonly groups: {
    readonly valves: string;
    readonly equipment: string;
    readonly fittings: string;
    readonly signals: string;
    readonly values: string;
    readonly ways: string;
  };
  readonly fresh: string;
  readonly old: string;
  /** States that are not told on hover, because there is nothing to tell. */
  readonly states: {
    readonly plain: string;
    readonly normal: string;
    readonly level: string;
    readonly wind: string;
    readonly mode: string;
  };
  readonly qualities: readonly [string, string, string, string, string, string];
  readonly names: Readonly<Record<SymbolId, string>>;
}
