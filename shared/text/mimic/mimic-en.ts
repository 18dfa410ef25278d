/** English texts of the mimic. */
import type { MimicTexts } from './mimic.ts';

export const mimicEn: MimicTexts = {
  ladder: {
    'duty-worker': 'Duty worker',
    'standby-worker': 'Stby worker',
    'duty-monitor': 'Duty monitor',
    'standby-monitor': 'Stby monitor',
    relief: 'Relief',
    'duty-slam-shut': 'Duty slam-shut',
    'standby-slam-shut': 'Stby slam-shut',
  },
  shortState: {
    open: 'Open',
    closed: 'Closed',
    travel: 'Travelling',
    armed: 'Armed',
    tripped: 'Tripped',
    control: 'In control',
    wide: 'Wide open',
    locked: 'Lock-up',
    seated: 'Seated',
    lifted: 'Lifted',
    run: 'Running',
    stop: 'Stopped',
  },
  readingHistory: 'Reading history',
  historyFailed: 'History could not be read',
  nothingRecorded: 'Nothing recorded in this span',
  lastDays: 'last {n} days',
  lastHours: 'last {n} h',
  daysAgo: '{n} days ago',
  hoursAgo: '{n} h ago',
};
