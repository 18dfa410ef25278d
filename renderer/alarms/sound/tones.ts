/**
 * What each priority sounds like: short tones with soft edges, higher and more often the more urgent, told apart without looking.
 * Generated, no files. Hz, seconds, share of full scale.
 */
import type { AlarmPriority } from '../../../shared/model/alarm.ts';

export interface Tone {
  readonly startS: number;
  readonly lengthS: number;
  readonly hertz: number;
  readonly gain: number;
}

export interface Call {
  readonly tones: readonly Tone[];
  /** From one call to the next while nobody silences, ms. */
  readonly everyMs: number;
}

const tone = (startS: number, lengthS: number, hertz: number, gain: number): Tone => ({ startS, lengthS, hertz, gain });

export const CALLS: Readonly<Record<AlarmPriority, Call>> = {
  1: {
    everyMs: 1_000,
    tones: [tone(0, 0.16, 988, 0.5), tone(0.2, 0.16, 740, 0.5), tone(0.4, 0.16, 988, 0.5), tone(0.6, 0.16, 740, 0.5)],
  },
  2: { everyMs: 2_000, tones: [tone(0, 0.2, 740, 0.42), tone(0.3, 0.2, 740, 0.42)] },
  3: { everyMs: 4_000, tones: [tone(0, 0.24, 554, 0.36), tone(0.28, 0.3, 440, 0.36)] },
  4: { everyMs: 10_000, tones: [tone(0, 0.3, 370, 0.28)] },
};
