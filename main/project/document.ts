/**
 * A YAML or JSON file with the place of everything in it. Every complaint, of the syntax, of a schema or of a later check,
 * gets its line and column. A file whose schema is broken can still be looked into: its other parts are checked as well.
 */
import { type Document, isMap, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import type { Text } from '../../shared/text/text.ts';
import { jsonProblem } from './json-syntax.ts';
import type { ProblemList } from './problem.ts';
import { valueAt } from './schema-form.ts';
import { schemaProblems } from './schema-problem.ts';
import { yamlProblem } from './yaml-syntax.ts';

export interface Source {
  /** What the file says, not validated. */
  readonly data: unknown;
  /** Adds a problem at the node that `path` leads to, or at its nearest ancestor. */
  complain(path: readonly PropertyKey[], what: Text, right: Text): void;
  /** One-based line of the node that `path` leads to. */
  lineOf(path: readonly PropertyKey[]): number;
  /** The validated value of the file or of the part that `path` leads to, or null after complaining about all that is wrong. */
  check<T>(schema: z.ZodType<T>, path?: readonly PropertyKey[]): T | null;
}

/** What a mapping has under a key, undefined when it has nothing there or is no mapping. */
export const fieldOf = (data: unknown, key: string): unknown => valueAt(data, [key]);

/** The list under a key, empty when there is none. */
export function listOf(data: unknown, key: string): readonly unknown[] {
  const list = fieldOf(data, key);
  return Array.isArray(list) ? list : [];
}

/** Null when the syntax is broken; the list says where. A file named `*.json` must be JSON, any other YAML. */
export function readDocument(file: string, source: string, problems: ProblemList): Source | null {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  const plain = file.endsWith('.json') ? plainJson(text) : null;
  return plain === null
    ? readWithPlaces(file, text, problems)
    : sourceOf(plain.data, lazyPlaces(text), { file, problems });
}

type At = (offset: number) => { readonly line: number; readonly column: number };

interface Places {
  readonly document: Document.Parsed;
  readonly at: At;
}

function placesIn(text: string): Places {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
    logLevel: 'error',
  });
  const at: At = offset => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  return { document, at };
}

/** Finding every place takes many times as long as reading a file, and is needed for complaints alone. */
function lazyPlaces(text: string): () => Places {
  let places: Places | undefined;
  return () => (places ??= placesIn(text));
}

const TEXT_OR_KEY = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** What a JSON file says; null when there is something to complain about: broken syntax or a key that stands twice. */
function plainJson(text: string): { readonly data: unknown } | null {
  let kept = 0;
  const count = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) kept += Object.keys(value).length;
    for (const part of Object.values(value)) count(part);
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // The slower reading says where and what.
    return null;
  }
  count(data);
  let written = 0;
  for (const [, colon] of text.matchAll(TEXT_OR_KEY)) if (colon !== undefined) written += 1;
  return written === kept ? { data } : null;
}

function readWithPlaces(file: string, text: string, problems: ProblemList): Source | null {
  const json = file.endsWith('.json') ? jsonProblem(text) : null;
  const places = placesIn(text);
  const { document, at } = places;
  if (json !== null) {
    problems.add({ file, ...at(json.offset), what: json.what, right: json.right });
    return null;
  }
  for (const error of document.errors) {
    problems.add({ file, ...at(error.pos[0]), ...yamlProblem(error) });
    // From here on the parser has lost its place: what it says is about nothing that a person wrote.
    if (error.code !== 'DUPLICATE_KEY' && error.code !== 'BAD_DQ_ESCAPE') break;
  }
  if (document.errors.length > 0) return null;

  let data: unknown;
  try {
    data = document.toJS();
  } catch {
    // An alias without anchor, or so many that they are meant to fill the memory: the parser leaves both to this call.
    problems.add({ file, ...aliasProblem(document, at) });
    return null;
  }
  return sourceOf(data, () => places, { file, problems });
}

function sourceOf(
  data: unknown,
  places: () => Places,
  { file, problems }: { readonly file: string; readonly problems: ProblemList },
): Source {
  const placeOf = (path: readonly PropertyKey[]) => {
    const { document, at } = places();
    return at(offsetOf(document, path));
  };
  const complain: Source['complain'] = (path, what, right) => problems.add({ file, ...placeOf(path), what, right });
  return {
    data,
    complain,
    lineOf: path => placeOf(path).line,
    check: (schema, prefix = []) => {
      const part = valueAt(data, prefix);
      const parsed = schema.safeParse(part);
      if (parsed.success) return parsed.data;
      for (const { path, what, right } of schemaProblems(parsed.error.issues, { prefix, schema, data: part }))
        complain(path, what, right);
      return null;
    },
  };
}

function aliasProblem(document: Document.Parsed, at: At) {
  const loose = looseAlias(document);
  return loose === null
    ? {
        ...at(0),
        what: { zh: '语法：别名 (*) 过多', en: 'syntax: too many aliases (*)' },
        right: { zh: '写出内容，不用别名', en: 'write out what they stand for' },
      }
    : {
        ...at(loose.offset),
        what: { zh: `语法：别名 *${loose.name} 没有锚点`, en: `syntax: alias *${loose.name} has no anchor` },
        right: {
          zh: `在前面定义 &${loose.name}；若是文字，加引号`,
          en: `define &${loose.name} before it; if it is text, quote it`,
        },
      };
}

/** The first alias without anchor. */
function looseAlias(document: Document.Parsed): { readonly name: string; readonly offset: number } | null {
  let found: { name: string; offset: number } | null = null;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = { name: alias.source, offset: alias.range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(item => String(item.key) === String(key));
      if (pair !== undefined && isNode(pair.value) && length === path.length && pair.value.range)
        return pair.value.range[0];
      if (pair !== undefined && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range[0] ?? 0;
}
