/** What the alarm screens say, by key; rules in ../catalog.ts. Names of states and events are in shared/alarm/state-texts.ts. */
import type { AlarmEventKind, AlarmPriority, AlarmStateName, AlarmSuppression } from '../../model/alarm.ts';

type AlarmTabName = 'active' | 'shelved' | 'hidden' | 'journal' | 'events' | 'performance';

/** A dialog that gives an order. */
interface AlarmOrderTexts {
  readonly title: string;
  /** On the button. */
  readonly act: string;
  /** What will happen. */
  readonly consequence: string;
}

export interface AlarmScreenTexts {
  readonly title: string;
  readonly rail: string;
  readonly loading: string;
  readonly empty: string;
  readonly noneShelved: string;
  readonly noneHidden: string;
  readonly unknownAlarm: string;
  readonly openCard: string;
  readonly firstOut: string;
  readonly chattering: string;
  readonly unjudged: string;
  readonly shown: string;
  readonly tab: Readonly<Record<AlarmTabName, string>>;
  readonly priority: Readonly<Record<AlarmPriority, string>>;
  readonly group: {
    readonly unacknowledged: string;
    readonly returned: string;
    readonly acknowledged: string;
    readonly latched: string;
  };
  readonly state: {
    readonly present: string;
    readonly gone: string;
  };
  readonly shortState: Readonly<Record<AlarmStateName, string>>;
  /** What leads from state to state, for the diagram. */
  readonly shortEvent: Readonly<Partial<Record<AlarmEventKind, string>>>;
  readonly column: {
    readonly time: string;
    readonly tag: string;
    readonly text: string;
    readonly consequence: string;
    readonly trip: string;
    readonly now: string;
    readonly limit: string;
    readonly bar: string;
    readonly state: string;
    readonly age: string;
    readonly count: string;
    readonly hiddenBy: string;
    readonly process: string;
    readonly reason: string;
    readonly by: string;
    readonly until: string;
    readonly left: string;
    readonly event: string;
    readonly change: string;
    readonly value: string;
    readonly who: string;
    readonly comment: string;
  };
  readonly hidden: {
    readonly shelved: string;
    readonly suppressed: string;
    readonly 'out-of-service': string;
  };
  readonly suppressedBy: Readonly<Record<AlarmSuppression['kind'], string>>;
  readonly banner: {
    readonly none: string;
    /** Of the areas of responsibility. */
    readonly noneHere: string;
    readonly onlyAcknowledged: string;
    readonly open: string;
    readonly screen: string;
    readonly more: string;
    readonly count: string;
    readonly shelved: string;
    readonly flood: string;
    readonly floodHint: string;
    readonly perTenMinutes: string;
    readonly rate: string;
    readonly unknown: string;
    readonly notDurable: string;
    readonly lost: string;
    readonly lostHint: string;
  };
  readonly action: {
    readonly acknowledge: string;
    readonly comment: string;
    readonly page: string;
    readonly area: string;
    readonly shelve: string;
    readonly unshelve: string;
    readonly reset: string;
    readonly 'remove-from-service': string;
    readonly 'return-to-service': string;
    readonly 'take-equipment-out': string;
    readonly 'return-equipment': string;
    readonly silence: string;
    readonly card: string;
    readonly screen: string;
    /** Instead of it for what no screen draws. */
    readonly areaScreen: string;
    readonly onNoScreen: string;
    readonly trend: string;
  };
  readonly obstacle: {
    readonly 'none-chosen': string;
    readonly 'nothing-to-acknowledge': string;
    readonly hidden: string;
    readonly 'not-latched': string;
    readonly 'acknowledge-first': string;
    readonly 'still-active': string;
    readonly 'priority-1': string;
    readonly 'not-shelvable': string;
    readonly 'shelved-already': string;
    readonly 'not-shelved': string;
    readonly 'out-already': string;
    readonly 'not-out': string;
    readonly 'no-equipment': string;
  };
  readonly filter: {
    readonly priority: string;
    readonly area: string;
    readonly allAreas: string;
    readonly anyArea: string;
    readonly oneArea: string;
    /** Areas in alarm that find no room on the rail. */
    readonly moreAreas: string;
    readonly find: string;
    readonly clear: string;
    readonly waiting: string;
    readonly frozen: string;
    /** The chosen area is none of this screen's. */
    readonly outside: string;
    /** How many fit in areas that this screen does not answer for. */
    readonly elsewhere: string;
  };
  readonly areas: {
    readonly all: string;
    readonly some: string;
    readonly title: string;
    readonly consequence: string;
    readonly choose: string;
    readonly act: string;
    readonly none: string;
  };
  readonly sound: {
    readonly test: string;
    readonly testHint: string;
    readonly trouble: {
      readonly blocked: string;
      readonly missing: string;
    };
    readonly hint: {
      readonly blocked: string;
      readonly missing: string;
    };
  };
  readonly duty: {
    readonly label: string;
    readonly nobody: string;
    readonly hint: string;
    readonly title: string;
    readonly until: string;
    readonly act: string;
    readonly leave: string;
  };
  readonly card: {
    readonly title: string;
    readonly close: string;
    readonly clears: string;
    /** The tag or mode that gives the limit is bad: it is the last good one. */
    readonly heldLimit: string;
    /** `{tags}`: of what nothing usable is known. */
    readonly cannotJudge: string;
    readonly cannotJudgeYet: string;
    readonly delay: string;
    readonly timeToRespond: string;
    /** Where there is no time: what responds is the plant. */
    readonly atOnce: string;
    readonly left: string;
    readonly timeOver: string;
    readonly cause: string;
    readonly consequence: string;
    readonly action: string;
    readonly notSaid: string;
    readonly emergency: string;
    readonly trend: string;
    readonly states: string;
    readonly lastTen: string;
    readonly lasted: string;
    readonly lasting: string;
    readonly toAcknowledge: string;
    readonly never: string;
    readonly context: string;
    readonly contextRunning: string;
    readonly contextNone: string;
    readonly contextAtCall: string;
    readonly contextRange: string;
    readonly contextOpen: string;
    readonly related: string;
    readonly equipment: string;
    readonly ring: string;
  };
  readonly journal: {
    readonly span: string;
    readonly spans: {
      readonly hour: string;
      readonly shift: string;
      readonly day: string;
      readonly week: string;
      readonly month: string;
      readonly year: string;
      readonly typed: string;
    };
    readonly field: {
      readonly from: string;
      readonly to: string;
      readonly tag: string;
      readonly who: string;
      readonly text: string;
    };
    readonly callsOnly: string;
    readonly search: string;
    readonly problem: {
      readonly from: string;
      readonly to: string;
      readonly order: string;
    };
    readonly nothing: string;
    readonly failed: string;
    readonly rows: string;
    readonly rowsMore: string;
    readonly received: string;
    readonly hidden: string;
    readonly export: {
      readonly csv: string;
      readonly xlsx: string;
    };
    readonly exporting: string;
    readonly exported: string;
    readonly exportedCut: string;
  };
  readonly dialog: {
    readonly comment: string;
    readonly many: string;
    readonly refused: string;
    readonly noArea: string;
    readonly chooseArea: string;
    readonly noneWaiting: string;
    readonly oneByOne: string;
    /** `{count}` of priority 1. */
    readonly leftOut: string;
    readonly cameSince: string;
    readonly foreignArea: string;
    /** `{longest}` of what is allowed. */
    readonly tooLong: string;
    readonly end: {
      readonly shift: string;
      readonly at: string;
    };
    readonly acknowledge: AlarmOrderTexts;
    readonly acknowledgeArea: {
      readonly title: string;
      readonly hint: string;
      readonly act: string;
      readonly consequence: string;
    };
    readonly shelve: AlarmOrderTexts;
    readonly 'remove-from-service': AlarmOrderTexts;
    readonly reset: AlarmOrderTexts;
    readonly unshelve: AlarmOrderTexts;
    readonly 'return-to-service': AlarmOrderTexts;
    readonly 'take-equipment-out': AlarmOrderTexts;
    readonly 'return-equipment': AlarmOrderTexts;
  };
}
