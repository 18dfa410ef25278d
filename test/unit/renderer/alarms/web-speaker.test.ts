/** Whether anything can be heard: no device, no permission yet, or ready; never a false alarm. */
import { afterEach, expect, test, vi } from 'vitest';
import { type AudioWindow, createWebSpeaker } from '../../../../renderer/alarms/sound/web-speaker.ts';

class StandInContext extends EventTarget {
  state: AudioContextState = 'running';
  setSinkId(): Promise<void> {
    return Promise.resolve();
  }
  resume(): Promise<void> {
    this.state = 'running';
    return Promise.resolve();
  }
}

/** Lists none of its outputs. */
class OtherContext extends EventTarget {
  readonly state = 'running';
}

function windowWith(enumerate: () => Promise<{ kind: string }[]>) {
  const target = new EventTarget();
  const looks: (() => void)[] = [];
  const mediaDevices = Object.assign(new EventTarget(), { enumerateDevices: enumerate });
  const window = {
    addEventListener: target.addEventListener.bind(target),
    setInterval: (look: () => void) => looks.push(look),
    navigator: { mediaDevices },
  };
  // Only what the speaker needs of a window.
  return { window: window as object as AudioWindow, target, mediaDevices };
}

const settle = () => new Promise(resolve => setTimeout(resolve, 0));
const outputs = (...kinds: string[]) => windowWith(() => Promise.resolve(kinds.map(kind => ({ kind }))));
afterEach(() => void vi.unstubAllGlobals());

test('a computer without an output is told, and one that gets an output is ready at once', async () => {
  vi.stubGlobal('AudioContext', StandInContext);
  let kinds = ['audioinput'];
  const { window, mediaDevices } = windowWith(() => Promise.resolve(kinds.map(kind => ({ kind }))));
  const speaker = createWebSpeaker(window);
  await settle();
  expect(speaker.state.get()).toBe('missing');
  kinds = ['audioinput', 'audiooutput'];
  mediaDevices.dispatchEvent(new Event('devicechange'));
  await settle();
  expect(speaker.state.get()).toBe('ready');
});

test('a browser that waits for a touch says that, not that there is no device, and sounds after the touch', async () => {
  vi.stubGlobal(
    'AudioContext',
    class extends StandInContext {
      override state: AudioContextState = 'suspended';
    },
  );
  const { window, target } = outputs('audiooutput');
  const speaker = createWebSpeaker(window);
  await settle();
  expect(speaker.state.get()).toBe('blocked');
  target.dispatchEvent(new Event('pointerdown'));
  await settle();
  expect(speaker.state.get()).toBe('ready');
});

test('a browser that lists no outputs, or lets nobody look, is not taken for one without a device', async () => {
  vi.stubGlobal('AudioContext', OtherContext);
  const other = createWebSpeaker(outputs('audioinput').window);
  await settle();
  expect(other.state.get()).toBe('ready');
  vi.stubGlobal('AudioContext', StandInContext);
  const closed = windowWith(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
  const speaker = createWebSpeaker(closed.window);
  await settle();
  expect(speaker.state.get()).toBe('ready');
});

test('a browser in which nothing can ever play says so, and the screen goes on', async () => {
  vi.stubGlobal(
    'AudioContext',
    class {
      constructor() {
        throw new DOMException('no hardware', 'NotSupportedError');
      }
    },
  );
  const speaker = createWebSpeaker(outputs('audiooutput').window);
  await settle();
  expect(speaker.state.get()).toBe('missing');
});
