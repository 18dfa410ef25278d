/** What the trend screen says about reading it: plots, boxes, cursors, comparison, lanes, the X-Y plot; rules in ../catalog.ts. */
export interface TrendReadingTexts {
  readonly plotModes: {
    readonly title: string;
    readonly hint: string;
    readonly stacked: string;
    readonly one: string;
    readonly unit: string;
  };
  readonly box: string;
  readonly boxHint: string;
  readonly cursor: {
    readonly remove: string;
  };
  readonly compare: {
    readonly open: string;
    readonly title: string;
    readonly none: string;
    readonly days: { readonly yesterday: string; readonly gasDay: string; readonly week: string };
    /** On the button and over its column. */
    readonly short: {
      readonly yesterday: string;
      readonly gasDay: string;
      readonly week: string;
      readonly event: string;
    };
    readonly events: string;
    readonly noEvents: string;
  };
  readonly lanes: {
    readonly alarms: string;
    readonly actions: string;
    /** Where there were more than are known. */
    readonly more: string;
    /** Several things at one place. */
    readonly several: string;
    readonly card: string;
    readonly close: string;
    readonly left: string;
    readonly cursor: string;
    readonly compare: string;
    readonly sequence: string;
  };
  readonly pair: {
    readonly title: string;
    readonly none: string;
    readonly x: string;
    readonly y: string;
    readonly legend: string;
  };
}
