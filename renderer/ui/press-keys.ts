/** What is drawn and pressed like a button: Enter and Space do what a click does, and the space bar does not scroll. */
import type { KeyboardEvent } from 'react';

export const pressKeys =
  (press: (event: KeyboardEvent) => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press(event);
  };
