/** What the trend screen says where trends are kept and given away, by key; rules in ../catalog.ts. */
export interface TrendKeepTexts {
  readonly presets: {
    readonly title: string;
    readonly none: string;
    readonly save: string;
    readonly actSave: string;
    readonly ofProject: string;
    readonly show: string;
    readonly more: string;
    readonly saveTitle: string;
    readonly name: string;
    /** What is saved: pens and span. */
    readonly content: string;
    readonly consequence: string;
    readonly replaces: string;
    readonly taken: string;
    readonly actReplace: string;
    readonly editTitle: string;
    readonly saved: string;
    readonly rename: string;
    readonly replace: string;
    readonly remove: string;
    readonly renamed: string;
    readonly replaced: string;
    readonly removed: string;
    readonly gone: string;
    readonly choose: string;
    readonly problem: Record<'empty' | 'too-long' | 'no-letters' | 'control' | 'of-project', string>;
  };
  readonly annotations: {
    readonly title: string;
    readonly none: string;
    readonly add: string;
    readonly find: string;
    readonly hasMore: string;
    readonly open: string;
    readonly goTo: string;
    readonly addTitle: string;
    readonly editTitle: string;
    readonly tag: string;
    readonly time: string;
    readonly text: string;
    readonly consequence: string;
    readonly lackingTag: string;
    readonly lackingText: string;
    readonly lackingChange: string;
    readonly actAdd: string;
    readonly written: string;
    readonly change: string;
    readonly remove: string;
    readonly changed: string;
    readonly removed: string;
    readonly versions: string;
    readonly wasRemoved: string;
    readonly several: string;
  };
  readonly file: {
    readonly open: string;
    readonly title: string;
    readonly what: string;
    readonly samples: string;
    readonly step: string;
    readonly unit: Record<'s' | 'min' | 'h' | 'd', string>;
    readonly pens: string;
    readonly period: string;
    readonly consequence: string;
    readonly noPens: string;
    readonly csv: string;
    readonly xlsx: string;
    readonly working: string;
    readonly done: string;
    readonly cut: string;
    readonly giveUp: string;
  };
  readonly picture: {
    readonly png: string;
    readonly saved: string;
    readonly print: string;
    readonly title: string;
    readonly made: string;
    readonly zone: string;
    readonly demo: string;
  };
  /** After something was removed: what, and the way back. */
  readonly undo: Record<'preset' | 'annotation' | 'act', string>;
  readonly drag: {
    readonly grip: string;
    readonly dropHere: string;
    readonly added: string;
    readonly moved: string;
  };
}
