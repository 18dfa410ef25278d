/** Texts of the event view; rules in ../catalog.ts. */
export interface EventTexts {
  readonly mode: { readonly live: string; readonly history: string };
  /** Beside the switch; `{from}` and `{to}` are times of the station. */
  readonly following: string;
  readonly standing: string;
  readonly backToLive: string;
  /** The same three of what follows a replay. */
  readonly past: { readonly mode: string; readonly following: string; readonly back: string };
  readonly span: string;
  readonly spans: {
    readonly around: string;
    readonly hour: string;
    readonly shift: string;
    readonly day: string;
    readonly week: string;
    readonly month: string;
    readonly typed: string;
  };
  readonly margin: string;
  readonly kinds: string;
  readonly allKinds: string;
  readonly field: {
    readonly at: string;
    readonly from: string;
    readonly to: string;
    readonly tag: string;
    readonly who: string;
    readonly text: string;
  };
  readonly problem: { readonly at: string; readonly from: string; readonly to: string; readonly order: string };
  readonly column: {
    readonly time: string;
    readonly uncertainty: string;
    readonly difference: string;
    readonly kind: string;
    readonly source: string;
    readonly text: string;
    readonly who: string;
  };
  /** Of events that cannot be told apart in time. */
  readonly notCertain: string;
  readonly firstOut: { readonly certain: string; readonly uncertain: string };
  readonly firstOutHint: string;
  readonly hidden: string;
  readonly received: string;
  /** `{count}` events that have come since the list was held. */
  readonly waiting: string;
  readonly held: string;
  readonly nothing: string;
  readonly failed: string;
  readonly hint: string;
  /** Leads to the events around an alarm. */
  readonly sequence: string;
  readonly sequenceHint: string;
}
