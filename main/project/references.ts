/** Checks that an expression or a binding parses and that every tag and device in it exists. */
import { type Expression, parseExpression, referencesOf } from '../../shared/expr/parse.ts';
import { SYSTEM_PREFIX } from '../../shared/model/system-tag.ts';
import type { Text } from '../../shared/text/text.ts';
import type { Source } from './document.ts';

export interface Known {
  /** Null when the file that names them could not be read: then nothing can be said against a name. */
  readonly tags: ReadonlySet<string> | null;
  /** The station's own tags; null when the devices that they belong to could not be read. */
  readonly systemTags: ReadonlySet<string> | null;
  readonly devices: ReadonlySet<string> | null;
}

export type Complain = (what: Text, right: Text) => void;

/** True when it is certain that there is no such tag. */
export function isUnknownTag(name: string, { tags, systemTags }: Known): boolean {
  const own = name.startsWith(SYSTEM_PREFIX) ? systemTags : tags;
  return own !== null && !own.has(name);
}

/** The tree, or null after complaining. */
export function checkExpression(source: string, known: Known, complain: Complain): Expression | null {
  const parsed = parseExpression(source);
  if (!parsed.ok) {
    const { at, what } = parsed.problem;
    complain(
      { zh: `表达式第 ${at + 1} 个字符：${what.zh}`, en: `expression, character ${at + 1}: ${what.en}` },
      { zh: '例：[FI-1401A] + [FI-1401B]', en: 'for example [FI-1401A] + [FI-1401B]' },
    );
    return null;
  }
  for (const reference of referencesOf(parsed.expression)) {
    if (reference.kind === 'tag' && isUnknownTag(reference.name, known)) {
      complain(
        {
          zh: `表达式引用了不存在的位号 "${reference.name}"`,
          en: `the expression names tag "${reference.name}", which does not exist`,
        },
        { zh: '写 tags.csv 中的位号，或本站自有位号', en: 'name a tag of tags.csv or one of the station itself' },
      );
    }
    if (reference.kind === 'lost' && known.devices !== null && !known.devices.has(reference.device)) {
      complain(
        {
          zh: `表达式引用了不存在的设备 "${reference.device}"`,
          en: `the expression names device "${reference.device}", which does not exist`,
        },
        { zh: `可用：${[...known.devices].join(', ')}`, en: `known are ${[...known.devices].join(', ')}` },
      );
    }
  }
  return parsed.expression;
}

/** A binding of a scene or an asset: a tag name, or an expression when it starts with `=`. */
export function checkBinding(
  binding: string,
  path: readonly PropertyKey[],
  { known, document }: { readonly known: Known; readonly document: Source },
): void {
  if (binding.startsWith('=')) {
    checkExpression(binding.slice(1), known, (what, right) => document.complain(path, what, right));
  } else if (isUnknownTag(binding, known)) {
    document.complain(
      path,
      { zh: `位号 "${binding}" 不存在`, en: `tag "${binding}" does not exist` },
      {
        zh: '写 tags.csv 中的位号，或以 = 开头的表达式',
        en: 'name a tag of tags.csv, or an expression that starts with =',
      },
    );
  }
}
