/** What a zod schema has against some data, said to a station engineer: where, what is wrong, what would be right. */
import { inspect } from 'node:util';
import { z } from 'zod';
import type { Text } from '../../shared/text/text.ts';
import { branchesWith, formOf, keysOf, schemaAt, unwrapped, valueAt } from './schema-form.ts';

export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  readonly what: Text;
  readonly right: Text;
}

type Issue = z.core.$ZodIssue;

export interface Place {
  /** Leads from the document to what `schema` and `data` are. */
  readonly prefix: readonly PropertyKey[];
  readonly schema: z.core.$ZodType;
  readonly data: unknown;
}

/** One problem a place: the allowed form says everything that a second one at the same place would say. */
export function schemaProblems(issues: readonly Issue[], place: Place): SchemaProblem[] {
  const seen = new Set<string>();
  return issues
    .flatMap(issue => explain(issue, place))
    .filter(({ path }) => {
      const key = JSON.stringify(path.map(String));
      return !seen.has(key) && seen.add(key);
    });
}

function explain(issue: Issue, place: Place): SchemaProblem[] {
  const path = [...place.prefix, ...issue.path];
  const keys = keysOf(schemaAt(place.schema, issue.path, place.data)).join(', ');
  // Of a union no branch is meant for certain: then the whole is said to be of another form.
  if (issue.code === 'unrecognized_keys' && keys !== '') {
    return issue.keys.map(key => ({
      path: [...path, key],
      ...strangeKey(key, keys, branchesWith(place.schema, issue.path, key)),
    }));
  }
  const schema = schemaAt(place.schema, issue.path, place.data) ?? place.schema;
  const data = valueAt(place.data, issue.path);
  if (issue.code === 'invalid_union') {
    const branch = bestBranch(schema, data);
    const inner = branch === null ? undefined : issue.errors[branch.index];
    if (branch !== null && inner !== undefined) {
      return inner.flatMap(i => explain(i, { prefix: path, schema: branch.schema, data }));
    }
  }
  return [{ path, ...mismatch(path, data, formOf(schema)) }];
}

/** @param owners kinds of things that have the key, though this one has not */
function strangeKey(key: string, keys: string, owners: readonly string[]): { what: Text; right: Text } {
  if (owners.length === 0) {
    return {
      what: { zh: `未知的键 "${key}"`, en: `unknown key "${key}"` },
      right: { zh: `此处可用：${keys}`, en: `allowed here: ${keys}` },
    };
  }
  return {
    what: { zh: `键 "${key}" 不属于此处`, en: `key "${key}" does not belong here` },
    right: {
      zh: `${key} 用于 ${owners.join('、')}；此处可用：${keys}`,
      en: `${key} is for ${owners.join(', ')}; allowed here: ${keys}`,
    },
  };
}

/** The branch of a union that has most of the given keys; null when no branch has one of them, or two have equally many. */
function bestBranch(schema: z.core.$ZodType, data: unknown): { index: number; schema: z.core.$ZodType } | null {
  const union = unwrapped(schema);
  if (!(union instanceof z.ZodUnion) || typeof data !== 'object' || data === null) return null;
  const given = Object.keys(data);
  const [best, second] = union.options
    .map((option, index) => ({ index, schema: option, count: keysOf(option).filter(k => given.includes(k)).length }))
    .toSorted((x, y) => y.count - x.count);
  return best === undefined || best.count === (second?.count ?? 0) ? null : best;
}

function mismatch(path: readonly PropertyKey[], data: unknown, form: Text): { what: Text; right: Text } {
  const right = { zh: `应为${/^\w/.test(form.zh) ? ' ' : ''}${form.zh}`, en: `write ${form.en}` };
  if (path.length === 0) {
    const value = valueText(data);
    return {
      what: { zh: `文件内容不能是${value.zh}`, en: `the file cannot be ${value.en}` },
      right: { zh: `文件${right.zh}`, en: right.en },
    };
  }
  const where = path.map(String).join('.');
  if (data === undefined) {
    return { what: { zh: `缺少 "${where}"`, en: `"${where}" is missing` }, right };
  }
  const value = valueText(data);
  return { what: { zh: `"${where}" 不能是${value.zh}`, en: `"${where}" cannot be ${value.en}` }, right };
}

const MAX_SHOWN = 40;

/** A value as named in a sentence; long ones cut, nested ones by their kind. */
function valueText(value: unknown): Text {
  if (value === null || value === undefined || value === '') return { zh: '空', en: 'empty' };
  if (Array.isArray(value)) return { zh: ` ${value.length} 项的列表`, en: `a list of ${value.length}` };
  if (typeof value === 'object') {
    const keys = Object.keys(value).slice(0, 5).join(', ');
    return { zh: `含 ${keys} 的一组键值`, en: `a mapping with ${keys}` };
  }
  const text = typeof value === 'string' ? value : inspect(value);
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  const shown = typeof value === 'string' ? `"${cut}"` : cut;
  return { zh: ` ${shown}`, en: shown };
}
