/**
 * The JSON Schema of a scene's file, for editors: the form of `shared/model/scene.ts`, and for each symbol the roles and props
 * that it knows. Pure; written by `npm run scenes -- schema`.
 */
import { z } from 'zod';
import { sceneSchema } from '../model/scene.ts';
import type { PropRule, SymbolRules } from './catalogue/rules.ts';
import { SYMBOL_CATALOGUE } from './symbol-catalogue.ts';

type Json = Record<string, unknown>;

/** Draft 2020-12, as a plain object. */
export function sceneJsonSchema(): Json {
  const schema = z.toJSONSchema(sceneSchema, {
    io: 'input',
    override: ({ jsonSchema }) => void delete jsonSchema['form'],
  });
  const nodes = propertyOf(schema, 'nodes');
  const node = nodes?.['items'];
  if (!isObject(node)) throw new Error('a scene has no nodes');
  const symbol = propertyOf(node, 'symbol');
  if (symbol === undefined) throw new Error('a node has no symbol');
  symbol['enum'] = Object.keys(SYMBOL_CATALOGUE);
  node['allOf'] = Object.entries<SymbolRules>(SYMBOL_CATALOGUE).map(([id, rules]) => ({
    if: { properties: { symbol: { const: id } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { properties: { bind: rolesOf(rules), props: propsOf(rules) } },
  }));
  return { ...schema, title: 'Citygate scene' };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function propertyOf(schema: Json, name: string): Json | undefined {
  const { properties } = schema;
  const found = isObject(properties) ? properties[name] : undefined;
  return isObject(found) ? found : undefined;
}

const rolesOf = ({ roles }: SymbolRules): Json => ({ propertyNames: { enum: Object.keys(roles) } });

const propsOf = ({ props }: SymbolRules): Json => ({
  properties: Object.fromEntries(Object.entries(props).map(([name, rule]) => [name, ruleOf(rule)])),
  additionalProperties: false,
});

const TEXT: Json = {
  type: 'object',
  properties: { zh: { type: 'string', minLength: 1 }, en: { type: 'string', minLength: 1 } },
  required: ['zh', 'en'],
  additionalProperties: false,
};

function ruleOf(rule: PropRule): Json {
  if (typeof rule !== 'string') return { enum: [...rule] };
  return rule === 'text' ? TEXT : { type: rule };
}
