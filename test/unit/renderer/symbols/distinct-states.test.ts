/**
 * Each state of each symbol differs from every other by what is drawn or by the fill that `states.css` gives it, fresh and old.
 * Live numbers, texts and colours of alarms do not count: they are left out, and the palettes are not asked.
 */
import { readFileSync } from 'node:fs';
import { Children, isValidElement, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { sampleNode } from '../../../../renderer/legend/legend-plan.ts';
import { symbols } from '../../../../renderer/mimic/symbols/registry.ts';

const MARKS = new Set([
  'Question',
  'Strike',
  'LetterBox',
  'ValveBody',
  'Actuator',
  'FailMark',
  'Letters',
  'Frame',
  'Upright',
]);
/** Draw live things by hooks, which need a session; their children are shapes. */
const isMark = (type: unknown): type is (props: object) => ReactNode =>
  typeof type === 'function' && MARKS.has(type.name);

/** What is drawn, without what is live. */
function shapes(node: ReactNode): string {
  if (!isValidElement<{ children?: ReactNode }>(node)) {
    return Children.toArray(node)
      .map(part => (isValidElement(part) ? shapes(part) : typeof part === 'object' ? '' : String(part)))
      .join('');
  }
  const { children, ...props } = node.props;
  if (isMark(node.type)) return shapes(node.type(node.props));
  const inner = shapes(Children.toArray(children));
  if (typeof node.type === 'string') return `<${node.type} ${JSON.stringify(props)}>${inner}</>`;
  return typeof node.type === 'function' ? `<${node.type.name}>${inner}</>` : inner;
}

const CSS = readFileSync(new URL('../../../../renderer/theme/mimic/states.css', import.meta.url), 'utf8').replace(
  /\/\*[\s\S]*?\*\//g,
  '',
);
const RULES = [...CSS.matchAll(/([^{}]+)\{([^{}]+)\}/g)].flatMap(([, selectors = '', body = '']) =>
  selectors.split(',').map(selector => ({ selector: selector.trim(), body: body.trim() })),
);

/** What the sheet of states says of a symbol in this state. */
function fills(state: string): string {
  const plain = state.replace('~', '');
  const isOld = state.endsWith('~');
  const isMet = (selector: string): boolean => {
    if (selector.includes('[data-stale]') && !isOld) return false;
    const [, operator = '', wanted = ''] = /\[data-state(\^?=)"([^"]+)"\]/.exec(selector) ?? [];
    return operator === '' || (operator === '=' ? plain === wanted : plain.startsWith(wanted));
  };
  return RULES.filter(({ selector }) => isMet(selector))
    .map(({ body }) => body)
    .join(' ');
}

/** What prints its state in words need not draw it as well. */
const withStates = [...symbols.values()].flatMap(definition =>
  definition.states === undefined || definition.inWords === false
    ? []
    : [{ id: definition.id, definition, states: definition.states }],
);

test.each(withStates)('no two states of $id look the same, fresh or old', ({ definition, states }) => {
  const old = states.filter(state => !state.startsWith('unknown')).map(state => `${state}~`);
  const looks = new Map<string, string>();
  for (const state of [...states, ...old]) {
    const drawn = definition.draw({ node: sampleNode(definition.id), state, handles: {} });
    const look = `${shapes(drawn)} ${fills(state)}`;
    expect(looks.get(look), `${state} looks like ${looks.get(look)}`).toBeUndefined();
    looks.set(look, state);
  }
});

test('every symbol with a state says which states it has, unknown among them', () => {
  for (const definition of symbols.values()) {
    expect(definition.states === undefined, definition.id).toBe(definition.state === undefined);
    if (definition.states !== undefined) expect(definition.states, definition.id).toContain('unknown');
  }
});

test('there are at least 26 symbols besides plain values', () => {
  expect(symbols.size).toBeGreaterThanOrEqual(26);
});
