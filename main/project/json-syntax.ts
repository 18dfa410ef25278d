/**
 * The first mistake in the syntax of a JSON text (RFC 8259), with its place and in words. The YAML parser would read most
 * of a broken JSON file as YAML and complain about that; `JSON.parse` tells neither a dependable place nor Chinese.
 */
import type { Text } from '../../shared/text/text.ts';

export interface SyntaxProblem {
  readonly offset: number;
  readonly what: Text;
  readonly right: Text;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end';

/** `offset` and `end` of one token; `kind` is its first character, `v` for a number or a word, `?` for nothing of JSON. */
interface Token {
  readonly kind: '{' | '}' | '[' | ']' | ':' | ',' | '"' | 'v' | '?' | 'end';
  readonly offset: number;
  readonly end: number;
  readonly problem?: SyntaxProblem;
}

const SPACE = ' \t\r\n';
const PUNCTUATION = ['{', '}', '[', ']', ':', ','] as const;
const WORD = /[^\s{}[\]:,"]+/y;
const VALUE = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Null when `text` is JSON. */
export function jsonProblem(text: string): SyntaxProblem | null {
  /** Openings not closed yet. */
  const open: Token[] = [];
  let expected: Expected = 'value';
  let before = 0;
  for (let token = tokenAt(text, 0); ; token = tokenAt(text, token.end)) {
    if (token.problem !== undefined) return token.problem;
    const inside = open.at(-1);
    if (token.kind === 'end') return expected === 'end' ? null : cutOff(token.offset, inside);
    const next = after(token, expected, inside);
    if (next === null) return unexpected(text, token, { expected, inside, before });
    if (token.kind === '{' || token.kind === '[') open.push(token);
    if (token.kind === '}' || token.kind === ']') open.pop();
    expected = next === 'comma' && open.length === 0 ? 'end' : next;
    before = token.end;
  }
}

/** What must follow `token`, or null when it must not stand here. */
function after({ kind }: Token, expected: Expected, inside: Token | undefined): Expected | null {
  const isValue = expected === 'value' || expected === 'value or ]';
  switch (kind) {
    case '{':
      return isValue ? 'key or }' : null;
    case '[':
      return isValue ? 'value or ]' : null;
    case '"':
      if (isValue) return 'comma';
      return expected === 'key' || expected === 'key or }' ? 'colon' : null;
    case 'v':
      return isValue ? 'comma' : null;
    case ':':
      return expected === 'colon' ? 'value' : null;
    case ',':
      if (expected !== 'comma') return null;
      return inside?.kind === '{' ? 'key' : 'value';
    case '}':
      return expected === 'key or }' || (expected === 'comma' && inside?.kind === '{') ? 'comma' : null;
    case ']':
      return expected === 'value or ]' || (expected === 'comma' && inside?.kind === '[') ? 'comma' : null;
    default:
      return null;
  }
}

function tokenAt(text: string, from: number): Token {
  let offset = from;
  while (offset < text.length && SPACE.includes(text.charAt(offset))) offset++;
  if (offset >= text.length) return { kind: 'end', offset, end: offset };
  const kind = PUNCTUATION.find(p => p === text[offset]);
  if (kind !== undefined) return { kind, offset, end: offset + 1 };
  if (text[offset] === '"') return textAt(text, offset);
  WORD.lastIndex = offset;
  const word = WORD.exec(text)?.[0] ?? text.charAt(offset);
  return { kind: VALUE.test(word) ? 'v' : '?', offset, end: offset + word.length };
}

function textAt(text: string, offset: number): Token {
  const broken = (at: number, what: Text, right: Text): Token => ({
    kind: '"',
    offset,
    end: at,
    problem: { offset: at, what, right },
  });
  for (let i = offset + 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '"') return { kind: '"', offset, end: i + 1 };
    if (c === '\n' || c === '\r') break;
    if (c < ' ') {
      return broken(
        i,
        { zh: 'JSON 语法：文字中有控制字符', en: 'JSON syntax: a control character within text' },
        { zh: '去掉它；制表符写 \\t', en: 'remove it; write a tab as \\t' },
      );
    }
    if (c !== '\\') continue;
    ESCAPE.lastIndex = i;
    const escape = ESCAPE.exec(text)?.[0];
    if (escape === undefined) {
      return broken(
        i,
        { zh: 'JSON 语法：反斜杠后的字符无效', en: 'JSON syntax: this character cannot follow a backslash' },
        { zh: '反斜杠本身写成 \\\\', en: 'write \\\\ for a backslash' },
      );
    }
    i += escape.length - 1;
  }
  return broken(
    offset,
    { zh: 'JSON 语法：引号没有结束', en: 'JSON syntax: the quote is not closed' },
    { zh: '在同一行补上结尾的 "', en: 'add the closing " on the same line' },
  );
}

const NAMES: Readonly<Record<Expected, Text>> = {
  value: { zh: '一个值', en: 'a value' },
  'value or ]': { zh: '一个值或 ]', en: 'a value or ]' },
  key: { zh: '带双引号的键', en: 'a key in double quotes' },
  'key or }': { zh: '带双引号的键或 }', en: 'a key in double quotes or }' },
  colon: { zh: '冒号 :', en: 'a colon :' },
  comma: { zh: '逗号或结尾括号', en: 'a comma or the closing bracket' },
  end: { zh: '文件结尾', en: 'the end of the file' },
};

interface Surroundings {
  readonly expected: Expected;
  readonly inside: Token | undefined;
  /** End of the token before. */
  readonly before: number;
}

function unexpected(text: string, token: Token, { expected, inside, before }: Surroundings): SyntaxProblem {
  if (expected === 'comma' && ['"', 'v', '{', '['].includes(token.kind)) {
    return {
      offset: before,
      what: { zh: 'JSON 语法：此处缺少逗号', en: 'JSON syntax: a comma is missing here' },
      right: { zh: '补上 ,', en: 'add the ,' },
    };
  }
  const isClosing = token.kind === '}' || token.kind === ']';
  if (isClosing && (expected === 'key' || (expected === 'value' && inside?.kind === '['))) {
    return {
      offset: before - 1,
      what: { zh: 'JSON 语法：最后一项后多了逗号', en: 'JSON syntax: a comma after the last item' },
      right: { zh: '去掉此逗号', en: 'remove this comma' },
    };
  }
  const shown = text.slice(token.offset, Math.min(token.end, token.offset + 20));
  const name = NAMES[expected];
  return {
    offset: token.offset,
    what: { zh: `JSON 语法：此处不能是 ${shown}`, en: `JSON syntax: ${shown} cannot stand here` },
    right: { zh: `应为${name.zh}`, en: `write ${name.en}` },
  };
}

function cutOff(offset: number, inside: Token | undefined): SyntaxProblem {
  if (inside === undefined) {
    return {
      offset,
      what: { zh: 'JSON 语法：文件是空的', en: 'JSON syntax: the file is empty' },
      right: { zh: '写一个画面，以 { 开头', en: 'write a scene, which starts with {' },
    };
  }
  const closing = inside.kind === '{' ? '}' : ']';
  return {
    offset: inside.offset,
    what: {
      zh: `JSON 语法：此处的 ${inside.kind} 到文件结尾都没有结束`,
      en: `JSON syntax: this ${inside.kind} is still open at the end of the file`,
    },
    right: { zh: `补上 ${closing}`, en: `add the ${closing}` },
  };
}
