/** The lines of a mimic have three weights (docs/hmi-style.md); whatever else has a stroke is no line, and is named here. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const THEME = new URL('../../../../renderer/theme/', import.meta.url);
const WEIGHTS = [1, 1.5, 3];

/** Dots, hatches, rims of the ground around letters and marks, what is pointed at, the line under an uncertain number, the focus. */
const NO_LINES = [
  '.xy-dots',
  '.hatch-line',
  '.scene .halo',
  '.st.on-body',
  '.st.q',
  '.strike-rim',
  '.pipe-hit',
  '.dotted',
  ':focus-visible > .hit',
];

const files = ['mimic.css', ...readdirSync(new URL('mimic/', THEME)).map(name => `mimic/${name}`)];
const css = files.map(name => readFileSync(new URL(name, THEME), 'utf8')).join('\n');

const strokes = [...css.replace(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(
  ([, selector = '', body = '']) => {
    const width = /stroke-width: ([\d.]+)/.exec(body)?.[1];
    return width === undefined ? [] : [{ selector: selector.trim(), width: Number(width) }];
  },
);

it('lines of a mimic have three weights, on enlarged symbols too', () => {
  const others = strokes.filter(({ selector, width }) => {
    const scale = Number(/\[data-scale="([\d.]+)"\]/.exec(selector)?.[1] ?? 1);
    return !WEIGHTS.includes(width * scale) && !NO_LINES.some(name => selector.endsWith(name));
  });
  expect(others.map(({ selector, width }) => `${selector} ${width}`)).toEqual([]);
  expect(strokes.length).toBeGreaterThan(30);
});
