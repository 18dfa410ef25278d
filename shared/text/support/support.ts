/** Texts of the support screen (L4, F10): list of signals, interlock matrix, emergency cards; rules in ../catalog.ts. */
export interface SupportTexts {
  readonly title: string;
  /** Below the icon of the rail, where there is room for about six letters. */
  readonly rail: string;
  readonly tab: {
    readonly io: string;
    readonly interlocks: string;
    readonly procedures: string;
    readonly legend: string;
  };
}
