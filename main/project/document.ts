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
  const lines = new LineCounter();
  const json = file.endsWith('.json') ? jsonProblem(text) : null;
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
    logLevel: 'error',
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
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
  const complain: Source['complain'] = (path, what, right) =>
    problems.add({ file, ...at(offsetOf(document, path)), what, right });
  return {
    data,
    complain,
    lineOf: path => at(offsetOf(document, path)).line,
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

function aliasProblem(document: Document.Parsed, at: (offset: number) => { line: number; column: number }) {
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
