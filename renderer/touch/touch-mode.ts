/**
 * Whether this window is drawn for fingers: chosen by a person, else by the machine (its first pointer is coarse) or by the first
 * finger that presses. `data-touch` of the root is what the styles follow; it is absent while the window is for a mouse.
 */
import { type Observable, observable } from '../store/observable.ts';

export const TOUCH_CHOICES = ['auto', 'on', 'off'] as const;
export type TouchChoice = (typeof TOUCH_CHOICES)[number];

export const readTouch = (text: string | null): TouchChoice => TOUCH_CHOICES.find(choice => choice === text) ?? 'auto';

export interface TouchMode extends Observable<boolean> {
  /** A finger has pressed. */
  readonly pressed: () => void;
}

/** `isCoarse`: the machine's first pointer is a finger. */
export function createTouchMode(choice: Observable<TouchChoice>, isCoarse: boolean): TouchMode {
  let hasFinger = isCoarse;
  const decide = (): boolean => choice.get() === 'on' || (choice.get() === 'auto' && hasFinger);
  const mode = observable(decide());
  const follow = (): void => {
    if (mode.get() !== decide()) mode.set(decide());
  };
  choice.subscribe(follow);
  return {
    get: mode.get,
    subscribe: mode.subscribe,
    pressed: () => {
      hasFinger = true;
      follow();
    },
  };
}
