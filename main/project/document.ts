/** A YAML or JSON file read through a zod schema; every complaint of either is given its line and column, in both languages. */
import { type Document, isMap, isNode, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import type { Text } from '../../shared/text/text.ts';
import type { ProblemList } from './problem.ts';

const ENGLISH = z.locales.en().localeError;
const CHINESE = z.locales.zhCN().localeError;

export interface Source<T> {
  readonly value: T;
  /** Adds a problem at the node that `path` leads to, or at its nearest ancestor. */
  complain(path: readonly PropertyKey[], what: Text, right: Text): void;
}

/** The validated value, or null when the file cannot be used (its problems are in the list then). */
export function readDocument<T>(
  file: string,
  source: string,
  schema: z.ZodType<T>,
  problems: ProblemList,
): Source<T> | null {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  for (const error of document.errors) {
    problems.add({
      file,
      ...at(error.pos[0]),
      what: { zh: `语法错误:${error.message}`, en: `syntax: ${error.message}` },
      right: { zh: '改正 YAML/JSON 语法', en: 'mend the YAML/JSON syntax' },
    });
  }
  if (document.errors.length > 0) return null;

  const complain: Source<T>['complain'] = (path, what, right) =>
    problems.add({ file, ...at(offsetOf(document, path)), what, right });
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    // An alias without anchor, or so many that they are meant to fill the memory: the parser leaves both to this call.
    const message = error instanceof Error ? error.message : String(error);
    problems.add({
      file,
      ...at(offsetOfLooseAlias(document)),
      what: { zh: `语法错误:${message}`, en: `syntax: ${message}` },
      right: { zh: '改正或去掉别名 (*)', en: 'mend or remove the alias (*)' },
    });
    return null;
  }
  const english = schema.safeParse(data, { error: ENGLISH });
  if (english.success) return { value: english.data, complain };

  const chinese = schema.safeParse(data, { error: CHINESE });
  const chineseIssues = chinese.success ? [] : chinese.error.issues;
  english.error.issues.forEach((issue, i) => {
    const where = issue.path.map(String).join('.') || file;
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path];
    for (const path of paths) {
      complain(
        path,
        { zh: `"${where}" 不正确`, en: `"${where}" is not right` },
        { zh: chineseIssues[i]?.message ?? issue.message, en: issue.message },
      );
    }
  });
  return null;
}

/** Where the first alias without anchor stands, or the start of the file. */
function offsetOfLooseAlias(document: Document.Parsed): number {
  let offset = 0;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
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
