/** The renderer draws every symbol that a scene may name, and no other; its roles and props are those of the catalogue. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { symbols } from '../../../renderer/mimic/symbols/registry.ts';
import { GAUGE_ROLES } from '../../../shared/scene/catalogue/signs.ts';
import { SIZES } from '../../../shared/scene/catalogue/sizes.ts';
import { SYMBOL_CATALOGUE } from '../../../shared/scene/symbol-catalogue.ts';

const SOURCES = ['../../../renderer/mimic/', '../../../shared/scene/']
  .map(folder => new URL(folder, import.meta.url))
  .flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name))
      .map(name => new URL(name.replaceAll('\\', '/'), folder)),
  )
  .map(file => readFileSync(file, 'utf8'))
  .join('\n');

test('every symbol of the catalogue is drawn, once, with the roles that scenes are checked against', () => {
  expect([...symbols.keys()].toSorted()).toEqual(Object.keys(SYMBOL_CATALOGUE).toSorted());
  for (const [id, { roles }] of Object.entries(SYMBOL_CATALOGUE)) expect(symbols.get(id)?.roles, id).toEqual(roles);
});

test('every role that a symbol reads is a role of the catalogue, and every role there is read', () => {
  const read = new Set([...SOURCES.matchAll(/(?:handles|readings)\['(\w+)'\]/g)].map(match => match[1]));
  const known = new Set(Object.values(SYMBOL_CATALOGUE).flatMap(({ roles }) => Object.keys(roles)));
  for (const role of read) expect([...known]).toContain(role);
  // A row of states and a table read whatever is bound to them.
  for (const role of known) if (!['b', 'c', 'd', ...GAUGE_ROLES].includes(role)) expect([...read]).toContain(role);
});

test('every prop that a symbol reads is a prop of the catalogue, and every prop there is read', () => {
  // Sizes are read together, with what they are where a scene says nothing.
  const sizes = Object.values(SIZES).flatMap(of => Object.keys(of));
  const read = new Set([...[...SOURCES.matchAll(/(?:Prop\(node, |props\[)'(\w+)'/g)].map(match => match[1]), ...sizes]);
  const known = new Set(Object.values(SYMBOL_CATALOGUE).flatMap(({ props }) => Object.keys(props)));
  for (const prop of read) expect([...known]).toContain(prop);
  // The words of a state are read by the state.
  for (const prop of known) if (!['on', 'off'].includes(prop)) expect([...read]).toContain(prop);
});
