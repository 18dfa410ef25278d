/** Texts of the support screen (L4, F10): list of signals, interlock matrix, emergency cards; rules in ../catalog.ts. */
type TruthTexts = Readonly<Record<'yes' | 'no' | 'unknown' | 'no-signal', string>>;

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
  readonly io: {
    readonly search: string;
    readonly device: string;
    readonly allDevices: string;
    readonly allClasses: string;
    readonly overridden: string;
    /** With a blank `{count}`. */
    readonly shown: string;
    readonly none: string;
    readonly sort: string;
    readonly column: Readonly<
      Record<
        | 'tag'
        | 'name'
        | 'signalClass'
        | 'address'
        | 'raw'
        | 'value'
        | 'unit'
        | 'quality'
        | 'time'
        | 'age'
        | 'limits'
        | 'override',
        string
      >
    >;
  };
  readonly interlocks: {
    readonly none: string;
    readonly cause: string;
    readonly state: string;
    readonly bypass: string;
    readonly bypassed: string;
    readonly notBypassed: string;
    readonly noSignal: string;
    readonly needed: string;
    /** The cause is there and its effect has not come about. */
    readonly waits: string;
    readonly truth: Readonly<Record<'cause' | 'effect' | 'permissive', TruthTexts>>;
    readonly permissives: string;
    readonly action: Readonly<Record<'open' | 'close' | 'set' | 'reset', string>>;
  };
  readonly procedures: {
    readonly title: string;
    readonly none: string;
    readonly choose: string;
    readonly unknown: string;
    readonly print: string;
    readonly triggers: string;
    readonly steps: string;
    readonly ticksAreLocal: string;
    readonly clearTicks: string;
    /** On the card of an alarm, with a blank `{card}`. */
    readonly open: string;
  };
}
