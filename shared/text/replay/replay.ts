/** What the bar of a window that shows the past says; rules in ../catalog.ts. */
export interface ReplayTexts {
  readonly title: string;
  /** Of the button beside the clock: one word. */
  readonly name: string;
  /** Of the button at the clock, with its key. */
  readonly open: string;
  readonly frame: string;
  readonly held: string;
  readonly play: string;
  readonly pause: string;
  readonly speed: string;
  readonly live: string;
  readonly day: string;
  readonly goTo: string;
  /** Steps back and forth, `{span}` with its sign. */
  readonly step: { readonly back: string; readonly on: string };
  /** Of the present, with `{count}`. */
  readonly unacknowledged: string;
  readonly calm: string;
  /** On a screen that has no past. */
  readonly presentOnly: string;
  /** Of the key for the horn, which goes on to be of the present. */
  readonly silence: string;
  readonly silenceHint: string;
  /** Told when a replay has caught up with now. */
  readonly reached: string;
  /** Before what is of the present on a screen that has a past. */
  readonly present: string;
  /** Of a list that ends at the time that is shown, with `{time}`. */
  readonly until: string;
}
