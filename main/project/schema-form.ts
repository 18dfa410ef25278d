/**
 * What a zod schema allows, in words of both languages, and the part of a schema that a path leads to. A schema whose rule
 * cannot be read off it (a pattern, a check) says it itself: `.meta({ form: { zh, en } })`.
 */
import { z } from 'zod';
import type { Text } from '../../shared/text/text.ts';

type Schema = z.core.$ZodType;

/** What `path` leads to in some data, undefined when there is nothing. Properties that it only inherits are not there. */
export function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;

/** Without the wrappers that say only that it may be absent. */
export function unwrapped(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}

/**
 * The schema of what `path` leads to in `data`, or null when nothing may be there. Of several branches the one that the data
 * names, or the first that leads on.
 */
export function schemaAt(schema: Schema, path: readonly PropertyKey[], data?: unknown): Schema | null {
  const inner = unwrapped(schema);
  const named = inner instanceof z.ZodDiscriminatedUnion ? namedBranch(inner, data) : null;
  if (named !== null) return schemaAt(named, path, data);
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  if (inner instanceof z.ZodUnion) {
    if (inner instanceof z.ZodDiscriminatedUnion && path.length === 1 && key === inner.def.discriminator) {
      return z.enum(branchNames(inner));
    }
    for (const option of inner.options) {
      const found = schemaAt(option, path, data);
      if (found !== null) return found;
    }
    return null;
  }
  const child = childOf(inner, key);
  return child === null ? null : schemaAt(child, rest, valueAt(data, [key]));
}

function childOf(inner: Schema, key: PropertyKey): Schema | null {
  if (inner instanceof z.ZodObject) return inner.shape[String(key)] ?? null;
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodTuple) return inner.def.items[Number(key)] ?? null;
  return null;
}

/** What each branch of a discriminated union is called: the one value of its discriminator. */
function branchNames(union: z.ZodDiscriminatedUnion): string[] {
  return union.options.flatMap(option => {
    const name = childOf(option, union.def.discriminator);
    return name instanceof z.ZodLiteral ? [...name.values].map(String) : [];
  });
}

function namedBranch(union: z.ZodDiscriminatedUnion, data: unknown): Schema | null {
  const index = branchNames(union).indexOf(String(valueAt(data, [union.def.discriminator])));
  return union.options[index] ?? null;
}

/** Names of those branches of a discriminated union on the way of `path` in which `key` may stand where it leads. */
export function branchesWith(schema: Schema, path: readonly PropertyKey[], key: PropertyKey): readonly string[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const names = branchNames(inner);
    return inner.options.flatMap((option, i) =>
      keysOf(schemaAt(option, path)).includes(String(key)) ? [names[i] ?? ''] : [],
    );
  }
  const [first, ...rest] = path;
  const child = first === undefined ? null : childOf(inner, first);
  return child === null ? [] : branchesWith(child, rest, key);
}

/** Keys that a mapping may have, or none for anything else. */
export function keysOf(schema: Schema | null): readonly string[] {
  const inner = schema === null ? null : unwrapped(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** The allowed form in words, e.g. `a whole number from 1 to 65535`. */
export function formOf(schema: Schema): Text {
  const own = schema instanceof z.ZodType ? schema.meta()?.['form'] : undefined;
  if (isText(own)) return own;
  if (schema instanceof z.ZodNullable) {
    const form = formOf(schema.unwrap());
    return { zh: `${form.zh}，或留空`, en: `${form.en}, or empty` };
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return formOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return joined(schema.options.map(formOf));
  if (schema instanceof z.ZodLiteral) return joined([...schema.values].map(v => same(String(v))));
  if (schema instanceof z.ZodEnum) return joined(schema.options.map(v => same(String(v))));
  return collectionForm(schema) ?? scalarForm(schema);
}

const same = (text: string): Text => ({ zh: text, en: text });

const joined = (forms: readonly Text[]): Text => ({
  zh: [...new Set(forms.map(f => f.zh))].join(' 或 '),
  en: [...new Set(forms.map(f => f.en))].join(' or '),
});

function collectionForm(schema: Schema): Text | null {
  if (schema instanceof z.ZodObject) {
    const keys = Object.entries<Schema>(schema.shape);
    const needed = keys.filter(([, s]) => !(s instanceof z.ZodOptional || s instanceof z.ZodDefault)).map(([k]) => k);
    return needed.length === 0
      ? { zh: '一组键值', en: 'a mapping' }
      : { zh: `含 ${needed.join('、')} 的一组键值`, en: `a mapping with ${needed.join(', ')}` };
  }
  if (schema instanceof z.ZodRecord) return { zh: '一组键值', en: 'a mapping of keys to values' };
  if (schema instanceof z.ZodArray) {
    const item = formOf(schema.element);
    return { zh: `列表，每项为${item.zh}`, en: `a list, each item ${item.en}` };
  }
  if (schema instanceof z.ZodTuple) {
    const { items } = schema.def;
    const item = items[0] === undefined ? same('') : formOf(items[0]);
    return { zh: `${items.length} 项的列表，每项为${item.zh}`, en: `a list of ${items.length}, each ${item.en}` };
  }
  return null;
}

function scalarForm(schema: Schema): Text {
  if (schema instanceof z.ZodNumber) return numberForm(schema);
  if (schema instanceof z.ZodBoolean) return { zh: 'true 或 false', en: 'true or false' };
  if (schema instanceof z.ZodString) {
    const { minLength, maxLength } = schema;
    if (maxLength !== null) return { zh: `不空的文字，最长 ${maxLength}`, en: `text of 1 to ${maxLength} characters` };
    return minLength === null ? { zh: '文字', en: 'text' } : { zh: '不空的文字', en: 'text that is not empty' };
  }
  return { zh: '另一种形式', en: 'another form' };
}

function numberForm(schema: z.ZodNumber): Text {
  const isWhole = schema.isInt;
  const bound = (value: number | null) =>
    value === null || !Number.isFinite(value) || Math.abs(value) === Number.MAX_SAFE_INTEGER ? null : value;
  const [low, high] = [bound(schema.minValue), bound(schema.maxValue)];
  const kind = isWhole ? { zh: '整数', en: 'a whole number' } : { zh: '数值', en: 'a number' };
  if (low !== null && high !== null) {
    return { zh: `${low}–${high} 的${kind.zh}`, en: `${kind.en} from ${low} to ${high}` };
  }
  // The project's schemas have no other lower bound than `positive()`.
  return low === null ? kind : { zh: `大于 ${low} 的${kind.zh}`, en: `${kind.en} above ${low}` };
}
