/** What belongs to the room and not to the plant says: hands, number pad, windows; rules in ../catalog.ts. */
export interface RoomTexts {
  /** Over the targets that a finger may mean. */
  readonly which: string;
  readonly close: string;
  readonly touch: {
    readonly title: string;
    readonly choice: Readonly<Record<'auto' | 'on' | 'off', string>>;
  };
  readonly window: {
    /** On a button, and what it does. */
    readonly open: string;
    readonly hint: string;
    /** At a screen in the rail. */
    readonly ways: string;
  };
  readonly pad: {
    readonly title: string;
    readonly open: string;
    readonly sign: string;
    readonly back: string;
    readonly clear: string;
    readonly done: string;
  };
}
