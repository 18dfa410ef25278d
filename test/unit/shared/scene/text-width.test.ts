/** Texts that have no room keep what says most. */
import { expect, test } from 'vitest';
import { shortenedWithin, textWidth } from '../../../../shared/scene/text-width.ts';

const GAS = 'Combustible gas filter area A high';

test('a message is cut in its middle: what has happened stands at its end', () => {
  const cut = shortenedWithin(GAS, { sizePx: 13, width: 150 });
  expect(cut).toMatch(/^Combustible .*… high$/);
  expect(textWidth(cut, 13)).toBeLessThanOrEqual(150);
  expect(shortenedWithin('过滤区A可燃气体浓度高高报警', { sizePx: 13, width: 110 })).toMatch(/^过滤.*…高高报警$/);
});

test('is whole where there is room, and is cut at its end where its last word alone has none', () => {
  expect(shortenedWithin(GAS, { sizePx: 13, width: 400 })).toBe(GAS);
  expect(shortenedWithin('ESD Kommunikationsunterbrechung', { sizePx: 13, width: 60 })).toMatch(/^ESD .*…$/);
});
