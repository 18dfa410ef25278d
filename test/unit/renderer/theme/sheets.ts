/** The sources of the screen as tests of the palettes read them: which custom property stands for which token, and what names a colour. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RENDERER = fileURLToPath(new URL('../../../../renderer', import.meta.url));

export interface Source {
  /** Path from `renderer/`. */
  readonly file: string;
  /** Without comments. */
  readonly text: string;
}

/** Every style sheet and every module of the screen. */
export const SOURCES: readonly Source[] = readdirSync(RENDERER, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(?:css|tsx?)$/.test(entry.name))
  .map(entry => {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    const file = path.slice(RENDERER.length + 1);
    return { file, text: file.endsWith('.css') ? text : text.replace(/(^|[^:])\/\/.*$/gm, '$1') };
  });

export const SHEETS = SOURCES.filter(({ file }) => file.endsWith('.css'));

/** Without what is for the printer: paper has its own inks. */
export const withoutPaper = (text: string): string => text.replace(/@media print \{[\s\S]*?\n\}/g, '');

interface Declared {
  readonly property: string;
  readonly value: string;
}

/** Declarations of a sheet, custom properties among them. */
export const declarationsOf = (text: string): readonly Declared[] =>
  [...text.matchAll(/(?<=[{;]\s*)([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(([, property = '', value = '']) => ({
    property,
    value,
  }));

/** Custom properties that a value asks for. */
export const askedIn = (value: string): readonly string[] =>
  [...value.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name = '']) => name);

/** Each custom property of any sheet with one that its value asks for. */
const ALIASES = SHEETS.flatMap(({ text }) =>
  declarationsOf(withoutPaper(text))
    .filter(({ property }) => property.startsWith('--'))
    .flatMap(({ property, value }) => askedIn(value).map(name => ({ property, name }))),
);

/** Tokens that a custom property may come to, itself among them. */
export function tokensBehind(name: string, seen: readonly string[] = []): readonly string[] {
  if (seen.includes(name)) return [];
  const asked = ALIASES.filter(({ property }) => property === name).map(alias => alias.name);
  return [...new Set([name, ...asked.flatMap(next => tokensBehind(next, [...seen, name]))])];
}

/** The names that CSS has for colours, but for those of none and of the text. */
const NAMES =
  'aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue ' +
  'chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgr[ae]y darkgreen ' +
  'darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategr[ae]y ' +
  'darkturquoise darkviolet deeppink deepskyblue dimgr[ae]y dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ' +
  'ghostwhite gold goldenrod gr[ae]y green greenyellow honeydew hotpink indianred indigo ivory khaki lavender lavenderblush ' +
  'lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgr[ae]y lightgreen lightpink lightsalmon ' +
  'lightseagreen lightskyblue lightslategr[ae]y lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine ' +
  'mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred ' +
  'midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod ' +
  'palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown ' +
  'royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategr[ae]y snow springgreen ' +
  'steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen';
const NAMED = NAMES.replaceAll(' ', '|');
const SPELLED = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(/gi;
/** In a sheet a word of a value; in a module a whole text. */
const IN_SHEET = new RegExp(`(?<![\\w-])(?:${NAMED})(?![\\w(-])`, 'gi');
const IN_MODULE = new RegExp(`(?<=["'\`])(?:${NAMED})(?=["'\`])`, 'gi');

/** Colours that a source spells out, in whatever way. */
export function coloursIn({ file, text }: Source): readonly string[] {
  if (file.endsWith('.css')) {
    const values = declarationsOf(text).map(({ value }) => value.replace(/url\([^)]*\)|"[^"]*"/g, ''));
    return values.flatMap(value => [...(value.match(SPELLED) ?? []), ...(value.match(IN_SHEET) ?? [])]);
  }
  // Private names and addresses have the sign as well.
  const plain = text
    .replace(/#\/[\w/]*/g, '')
    .replace(/(?:this|other)\.#\w+|^\s*(?:readonly |async |get |static )*#\w+/gm, '');
  return [...(plain.match(SPELLED) ?? []), ...(plain.match(IN_MODULE) ?? [])];
}
