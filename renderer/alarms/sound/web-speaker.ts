/**
 * The speaker of a browser: Web Audio, and whether anything can be heard at all. A browser lets no page sound before somebody
 * has touched it; a machine may have no device. Both are told, because a silent horn must not look like a quiet station.
 */
import { observable } from '../../store/observable.ts';
import type { Speaker, SpeakerState } from './horn.ts';
import type { Call, Tone } from './tones.ts';

/** Rise and fall of a tone, s: without them it clicks. */
const EDGE_S = 0.015;
/** Devices come and go without an event on some systems. */
const LOOK_EVERY_MS = 10_000;

/** What is needed of the window. */
export type AudioWindow = Pick<Window, 'addEventListener' | 'setInterval'> & {
  readonly navigator: Pick<Navigator, 'mediaDevices'>;
};

/** Starts looking for a device; lives as long as the window. */
export function createWebSpeaker(window: AudioWindow): Speaker {
  const state = observable<SpeakerState>('blocked');
  const context = openContext();
  let hasDevice = context !== null;
  let playing: OscillatorNode[] = [];
  const judge = (): void => {
    const isMissing = context === null || !hasDevice;
    state.set(isMissing ? 'missing' : context.state === 'running' ? 'ready' : 'blocked');
  };
  const look = async (): Promise<void> => {
    hasDevice = context !== null && (await hasOutput(window.navigator.mediaDevices));
    judge();
  };
  const wake = (): void => {
    if (context !== null && context.state !== 'running') void context.resume().then(judge);
  };
  context?.addEventListener('statechange', judge);
  window.navigator.mediaDevices?.addEventListener('devicechange', () => void look());
  for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, wake, true);
  window.setInterval(() => void look(), LOOK_EVERY_MS);
  void look();
  return {
    state,
    play: call => {
      if (context === null || state.get() !== 'ready') return;
      playing = startTones(context, call);
    },
    stop: () => {
      for (const node of playing) node.stop();
      playing = [];
    },
  };
}

/** Null where nothing can ever play. */
function openContext(): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null;
  try {
    return new AudioContext();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Browsers that let a page choose its output also list them; the others list none, however many there are. */
const listsOutputs = (): boolean => 'setSinkId' in AudioContext.prototype;

/** Without a way to look it is taken that there is one: a false message would be believed as little as a missing one. */
async function hasOutput(devices: MediaDevices | undefined): Promise<boolean> {
  if (devices === undefined || !listsOutputs()) return true;
  try {
    const found = await devices.enumerateDevices();
    return found.some(({ kind }) => kind === 'audiooutput');
  } catch (error) {
    if (error instanceof DOMException) return true;
    throw error;
  }
}

function startTones(context: AudioContext, { tones }: Call): OscillatorNode[] {
  const start = context.currentTime + 0.02;
  return tones.map(tone => startTone(context, tone, start + tone.startS));
}

function startTone(context: AudioContext, { lengthS, hertz, gain }: Tone, at: number): OscillatorNode {
  const oscillator = context.createOscillator();
  const loudness = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(gain, at + EDGE_S);
  loudness.gain.setValueAtTime(gain, at + lengthS - EDGE_S);
  loudness.gain.linearRampToValueAtTime(0, at + lengthS);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + lengthS);
  return oscillator;
}
