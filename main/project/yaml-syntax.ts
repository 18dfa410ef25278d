/** Mistakes in the syntax of a YAML file, in both languages, by the parser's error code. */
import type { YAMLError } from 'yaml';
import type { Text } from '../../shared/text/text.ts';

interface Wording {
  readonly code: YAMLError['code'];
  /** Tells apart what the parser gives one code; absent = any. */
  readonly message?: RegExp;
  readonly what: Text;
  readonly right: Text;
}

const CLOSE_BRACKET: Omit<Wording, 'code'> = {
  message: /Flow (map|sequence)|end with a/,
  what: { zh: '前面的 { 或 [ 没有结束', en: 'a { or [ before this place is not closed' },
  right: { zh: '在此之前补上 } 或 ]', en: 'add the } or ] before this place' },
};

const BAD_NAMES: Omit<Wording, 'code'> = {
  what: { zh: '锚点、别名或标签写法无效', en: 'an anchor, alias or tag is not written right' },
  right: { zh: '去掉它；以 * & ! 开头的文字要加引号', en: 'remove it; quote text that starts with *, & or !' },
};

const WORDINGS: readonly Wording[] = [
  {
    code: 'DUPLICATE_KEY',
    what: { zh: '键重复', en: 'this key appears twice' },
    right: { zh: '同一层的键必须唯一，去掉其中一个', en: 'keys are unique within a mapping; remove one of them' },
  },
  { code: 'BAD_INDENT', ...CLOSE_BRACKET },
  { code: 'MISSING_CHAR', ...CLOSE_BRACKET },
  {
    code: 'MISSING_CHAR',
    message: /closing/,
    what: { zh: '引号没有结束', en: 'a quote is not closed' },
    right: { zh: '补上结尾的引号', en: 'add the closing quote' },
  },
  {
    code: 'MISSING_CHAR',
    message: /Sequence item/,
    what: { zh: '缩进与列表不符', en: 'the indentation does not fit the list' },
    right: { zh: '列表项以 "- " 开头，项内的键对齐', en: 'start an item with "- " and align its keys' },
  },
  {
    code: 'MISSING_CHAR',
    message: /Missing .*, /,
    what: { zh: '缺少逗号', en: 'a comma is missing' },
    right: { zh: '补上 ,', en: 'add the ,' },
  },
  {
    code: 'MISSING_CHAR',
    message: /map values|space after :|separated/,
    what: { zh: '缺少冒号或空格', en: 'a colon or a space is missing' },
    right: { zh: '写成 "键: 值",# 之前有空格', en: 'write "key: value", with a space before #' },
  },
  {
    code: 'MULTILINE_IMPLICIT_KEY',
    what: { zh: '此行不是 "键: 值"', en: 'this line is not "key: value"' },
    right: {
      zh: '用半角冒号，冒号后加空格；缩进与同层的键对齐',
      en: 'put a colon and a space after the key, and align it with its neighbours',
    },
  },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    what: { zh: '一行有两个冒号，或下一行缩进过深', en: 'a second colon, or the next line is indented too far' },
    right: { zh: '含冒号的文字加引号；同层的键对齐', en: 'quote text that has a colon; align keys of one level' },
  },
  {
    code: 'BLOCK_IN_FLOW',
    what: { zh: '{ } 或 [ ] 中缺少逗号', en: 'a comma is missing within { } or [ ]' },
    right: { zh: '各项之间加逗号', en: 'put a comma between the items' },
  },
  {
    code: 'NON_STRING_KEY',
    what: { zh: '键不是简单的名称', en: 'this key is not a plain name' },
    right: {
      zh: '写成 "键: 值"；以 { [ * & ! 开头的文字加引号',
      en: 'write "key: value"; quote text that starts with {, [, *, & or !',
    },
  },
  {
    code: 'TAB_AS_INDENT',
    what: { zh: '用制表符缩进', en: 'a tab is used for indentation' },
    right: { zh: '改用空格', en: 'use spaces' },
  },
  {
    code: 'BAD_INDENT',
    what: { zh: '缩进不对', en: 'the indentation is not right' },
    right: { zh: '同层的键用相同数目的空格对齐', en: 'align the keys of one level with the same number of spaces' },
  },
  {
    code: 'BAD_SCALAR_START',
    what: { zh: '文字不能以此字符开头', en: 'text cannot start with this character' },
    right: { zh: '给文字加引号', en: 'quote the text' },
  },
  {
    code: 'BAD_DQ_ESCAPE',
    what: { zh: '反斜杠后的字符无效', en: 'this character cannot follow a backslash' },
    right: { zh: '反斜杠写成 \\\\，或改用单引号', en: 'write \\\\ for a backslash, or use single quotes' },
  },
  {
    code: 'MULTIPLE_DOCS',
    what: { zh: '文件中有多个文档（---）', en: 'the file holds several documents (---)' },
    right: { zh: '去掉 ---，一个文件一个文档', en: 'remove the ---: one document a file' },
  },
  {
    code: 'RESOURCE_EXHAUSTION',
    what: { zh: '嵌套过深', en: 'the nesting is too deep' },
    right: { zh: '去掉多余的括号', en: 'remove the brackets that are too many' },
  },
  { code: 'ALIAS_PROPS', ...BAD_NAMES },
  { code: 'BAD_ALIAS', ...BAD_NAMES },
  { code: 'MULTIPLE_ANCHORS', ...BAD_NAMES },
  { code: 'MULTIPLE_TAGS', ...BAD_NAMES },
  { code: 'TAG_RESOLVE_FAILED', ...BAD_NAMES },
  { code: 'BAD_PROP_ORDER', ...BAD_NAMES },
  {
    code: 'UNEXPECTED_TOKEN',
    what: { zh: '此处的内容是多余的', en: 'what stands here is too much' },
    right: {
      zh: '去掉它；含引号、逗号或冒号的文字要整体加引号',
      en: 'remove it; put the whole text in quotes when it has a quote, comma or colon',
    },
  },
];

const OTHER: Pick<Wording, 'what' | 'right'> = {
  what: { zh: '此处不是有效的 YAML', en: 'this is not valid YAML' },
  right: { zh: '写成 "键: 值"，缩进用空格', en: 'write "key: value", indented with spaces' },
};

/** What is wrong and what would be right, for one error of the parser. */
export function yamlProblem(error: Pick<YAMLError, 'code' | 'message'>): { readonly what: Text; readonly right: Text } {
  const { what, right } =
    WORDINGS.find(w => w.code === error.code && (w.message?.test(error.message) ?? true)) ?? OTHER;
  return { what: { zh: `语法：${what.zh}`, en: `syntax: ${what.en}` }, right };
}
