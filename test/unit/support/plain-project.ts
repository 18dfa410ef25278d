/** A project of nothing but tags, for parts that want to know only those. */
import { DEFAULT_HISTORY } from '../../../main/historian/settings.ts';
import type { ProjectTag, StationProject } from '../../../main/project/types.ts';

export const plainProject = (tags: readonly ProjectTag[]): StationProject => ({
  directory: '',
  id: 't',
  name: { zh: '站', en: 'Station' },
  timeZone: 'UTC',
  gasDayStart: '08:00',
  demoField: false,
  areas: [],
  channels: [],
  history: DEFAULT_HISTORY,
  tags,
  alarms: [],
  calculations: [],
  assets: [],
  scenes: [],
  presets: [],
  support: { procedures: null, interlocks: null },
});
