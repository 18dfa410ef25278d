/** Icons of the rail: outlines in a box of 32 about the middle, drawn in one weight. */
import type { SceneIcon } from '../../../shared/model/scene.ts';
import type { Place } from '../../store/place.ts';

export const SCENE_ICON: Readonly<Record<SceneIcon, string>> = {
  overview: 'M-13-8H-3M3-8H13M-13 8H-3M3 8H13M-3-8A3 3 0 1 0 3-8A3 3 0 1 0-3-8M-3 8A3 3 0 1 0 3 8A3 3 0 1 0-3 8M0-5V5',
  filtering: 'M-9-8H9A5 8 0 0 1 9 8H-9A5 8 0 0 1-9-8ZM-3-8V8M-11-3H-8M-6-3H-3M-11 3H-8M-6 3H-3',
  regulation: 'M-12-2V12L12-2V12ZM0 5V-6M-8-6A8 8 0 0 1 8-6Z',
  metering: 'M-14-8H14V8H-14ZM-9-8L-6-3L-3-8M9 8L6 3L3 8M-6-3L6 3',
  outlets: 'M-14 0H-4M-4-9V9M-4-9H12M-4 0H12M-4 9H12M9-12L14-9L9-6M9-3L14 0L9 3M9 6L14 9L9 12',
  safety: 'M0 12C-12 6-7-3-1-12C-1-6 8-4 7 4C7 8 4 11 0 12Z',
  utilities: 'M3-13L-7 2H0L-3 13L7-2H0Z',
  equipment: 'M-12-9H12V9H-12ZM-12-3H12M-6-9V-3',
};

export const SUPPORT_ICON: Readonly<Record<Exclude<Place['screen'], 'scene'>, string>> = {
  trends: 'M-13-11V11H13M-10 5L-4-2L1 3L6-6L12-3',
  alarms: 'M-9 7C-6 4-7-9 0-9S6 4 9 7ZM-3 10H3',
  support: 'M-9-12H9V12H-9ZM-5-6H5M-5-1H5M-5 4H1',
  communication: 'M-14 0H-7L-3-9L3 9L7 0H14',
};
