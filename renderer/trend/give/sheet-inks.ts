/** The inks of paper (pure): black on white, pens told apart by their digits and by the dashes of their lines. */
import type { Inks } from '../chart/inks.ts';

/** By place, px of the design. */
export const PAPER_DASHES: readonly (readonly number[])[] = [
  [],
  [9, 3],
  [2, 3],
  [9, 3, 2, 3],
  [16, 4],
  [5, 5],
  [16, 3, 2, 3, 2, 3],
  [4, 2, 1, 2],
];

/** Of the palette on the screen only the font stays. */
export const paperInks = (screen: Inks): Inks => ({
  ...screen,
  text: '#000000',
  muted: '#33383d',
  grid: '#d5d9dc',
  outline: '#3f454b',
  raise: '#ffffff',
  sunk: '#eceeef',
  ground: '#ffffff',
  hatch: '#777d83',
  select: '#000000',
  inverse: '#ffffff',
  pens: screen.pens.map(() => '#000000'),
  // Shape and digit say the priority.
  badges: screen.badges.map(() => ({ body: '#ffffff', digit: '#000000' })),
  badgeLine: '#000000',
  dashes: PAPER_DASHES,
});
