/** What leads from screen to screen says: back and forward, the search over everything; rules in ../catalog.ts. */
export interface NavigationTexts {
  /** With their keys. */
  readonly back: string;
  readonly forward: string;
  /** Instead of a process screen that the station does not have. */
  readonly noScene: string;
  readonly palette: {
    readonly title: string;
    readonly hint: string;
    readonly placeholder: string;
    readonly nothing: string;
    readonly kind: Readonly<Record<'screen' | 'view' | 'equipment' | 'device' | 'card' | 'tag' | 'system', string>>;
    /** Where Enter leads, with the `{name}` of the screen. */
    readonly to: { readonly scene: string; readonly area: string; readonly trend: string; readonly nowhere: string };
    readonly choose: string;
    readonly open: string;
    readonly trend: string;
    readonly close: string;
  };
}
