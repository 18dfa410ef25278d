/**
 * Every key of the application for the help (`?`), by the part of the screen that it belongs to, and what the help says; rules in
 * ../catalog.ts. Keys are not translated.
 */
export const KEY_GROUPS = [
  {
    id: 'everywhere',
    keys: [
      ['F1 … F7', 'scenes'],
      ['F8', 'trends'],
      ['F9', 'alarms'],
      ['F10', 'support'],
      ['F11', 'communication'],
      ['Esc', 'back'],
      ['Alt+← Alt+→', 'history'],
      ['Shift+F1 … F11', 'newWindow'],
      ['Ctrl+K', 'palette'],
      ['A', 'lead'],
      ['B', 'openLead'],
      ['J', 'showLead'],
      ['M', 'silence'],
      ['P', 'penOfValue'],
      ['Y', 'replay'],
      ['T', 'trendOf'],
      ['?', 'keys'],
    ],
  },
  {
    id: 'mimic',
    keys: [
      ['+ −', 'zoomScene'],
      ['0', 'wholeScene'],
      ['← → ↑ ↓', 'pushScene'],
      ['Tab', 'readScene'],
    ],
  },
  {
    id: 'faceplate',
    keys: [
      ['Enter', 'openPlate'],
      ['Shift+F10', 'openInstrument'],
      ['← →', 'plateTab'],
      ['Esc', 'closePlate'],
    ],
  },
  {
    id: 'list',
    keys: [
      ['1 … 6', 'tabs'],
      ['↑ ↓ PgUp PgDn Home End', 'choose'],
      ['Space', 'acknowledge'],
      ['C', 'comment'],
      ['Shift+Space', 'page'],
      ['R', 'area'],
      ['S', 'shelve'],
      ['O', 'outOfService'],
      ['E', 'equipmentOut'],
      ['Enter', 'card'],
      ['G', 'rowScreen'],
      ['T', 'trend'],
      ['N', 'thaw'],
      ['/', 'find'],
      ['Shift+1 … 4', 'filter'],
      ['X', 'clear'],
      ['W', 'areas'],
      ['H', 'horn'],
    ],
  },
  {
    id: 'card',
    keys: [
      ['Space', 'cardAcknowledge'],
      ['Z', 'reset'],
      ['S O E', 'holds'],
      ['G', 'screen'],
      ['T', 'trend'],
      ['Q', 'sequence'],
    ],
  },
  {
    id: 'events',
    keys: [
      ['/', 'findEvents'],
      ['↑ ↓', 'chooseEvent'],
      ['Space', 'zero'],
      ['L', 'liveEvents'],
    ],
  },
  {
    id: 'performance',
    keys: [
      ['← →', 'month'],
      ['P', 'print'],
    ],
  },
  {
    id: 'support',
    keys: [
      ['1 … 4', 'supportTabs'],
      ['/', 'findSignal'],
      ['Enter', 'signalTrend'],
      ['G', 'signalScreen'],
      ['X', 'clear'],
      ['P', 'printCard'],
    ],
  },
  {
    id: 'trends',
    keys: [
      ['/', 'pen'],
      ['G', 'goTo'],
      ['← →', 'move'],
      ['+ −', 'zoom'],
      ['Home', 'oldest'],
      ['End', 'live'],
      ['Z', 'undo'],
      ['N', 'annotate'],
      ['Alt+↑ Alt+↓', 'movePen'],
      ['K', 'savePreset'],
      ['E', 'exportTrend'],
      ['I', 'pictureOfTrend'],
      ['P', 'printTrend'],
      ['C', 'putCursor'],
      ['Shift+← →', 'moveCursor'],
      ['S', 'turnCursor'],
      ['Del', 'dropCursors'],
      [', .', 'toMark'],
      ['Enter', 'openMark'],
      ['O', 'between'],
      ['V', 'compare'],
      ['L', 'plotMode'],
      ['X', 'pair'],
    ],
  },
] as const;

type GroupId = (typeof KEY_GROUPS)[number]['id'];
type KeyId = (typeof KEY_GROUPS)[number]['keys'][number][1];

export interface KeyTexts {
  readonly title: string;
  readonly group: Readonly<Record<GroupId, string>>;
  /** What a key does. */
  readonly does: Readonly<Record<KeyId, string>>;
}
