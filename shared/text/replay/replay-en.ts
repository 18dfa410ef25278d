/** English texts of the replay. */
import type { ReplayTexts } from './replay.ts';

export const replayEn: ReplayTexts = {
  title: 'Replay of the past',
  open: 'Look at the past: mimic, alarms and trends at one time (Y)',
  name: 'Replay',
  frame: 'REPLAY',
  held: 'Replay: nothing can be operated',
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  live: 'Return to live',
  day: 'Time within the last 24 hours',
  goTo: 'Date and time',
  step: { back: 'Back by {span}', on: 'On by {span}' },
  unacknowledged: 'Live now: {count} unacknowledged',
  calm: 'Live now: no unacknowledged alarm',
  presentOnly: 'This screen shows the present',
  silence: 'Silence live',
  silenceHint: 'The horn is of the present and can be silenced from a replay',
  reached: 'The replay has reached the present: this window is live again',
  present: 'Of the present',
  until: 'Replay: nothing later than {time}',
};
