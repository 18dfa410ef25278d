/** What leads from screen to screen says: back and forward, the search over everything; rules in ../catalog.ts. */
export interface NavigationTexts {
  /** With their keys. */
  readonly back: string;
  readonly forward: string;
  /** Instead of a process screen that the station does not have. */
  readonly noScene: string;
}
