/** English texts about reading the trend screen. */
import type { TrendReadingTexts } from './reading.ts';

export const trendReadingEn: TrendReadingTexts = {
  plotModes: {
    title: 'Plots',
    hint: 'Two pens to a plot, all in one plot, or a plot for each unit',
    stacked: 'Stacked',
    one: 'One plot',
    unit: 'By unit',
  },
  box: 'Box zoom',
  boxHint: 'Drag a box to zoom time and values; with Shift at any time',
  cursor: { remove: 'Take cursor {letter} away' },
  compare: {
    open: 'Compare',
    title: 'Compare with',
    none: 'No comparison',
    days: {
      yesterday: 'Same time yesterday',
      gasDay: 'Last gas day that is over',
      week: 'Same time last week',
    },
    short: { yesterday: 'Yesterday', gasDay: 'Gas day', week: 'Last week', event: 'Event' },
    events: 'An event, laid over cursor A',
    noEvents: 'No alarm of these pens; any mark below the plots can be chosen too',
  },
  lanes: {
    alarms: 'Alarms',
    actions: 'Actions',
    more: 'earlier ones not drawn: the newest {count} are',
    several: '{text} ×{count}',
    card: 'What happened',
    close: 'Close',
    left: 'and {count} more: zoom in to see them',
    cursor: 'Cursor here',
    compare: 'Compare with it',
    sequence: 'Events around',
  },
  pair: {
    title: 'One pen against another',
    none: 'Needs two pens',
    x: 'X',
    y: 'Y',
    legend: 'Points fade with age · lozenge: now · rings: cursors',
  },
};
