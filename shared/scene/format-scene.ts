/**
 * The one way to write a scene's file: keys sorted, each node, pipe, label, panel and rule on a line of its own, so that a
 * change of one thing is a change of one line. Pure.
 */

/** Lists whose items stand on lines of their own. */
const LISTS = ['labels', 'nodes', 'panels', 'pipes', 'rules'];
/** Known to every reader, so it stands first. */
const FIRST = '$schema';

/** The file of a scene, with a line end after its last line. Throws nothing; a value that is no object is written as JSON. */
export function formatScene(scene: unknown): string {
  if (typeof scene !== 'object' || scene === null || Array.isArray(scene)) return `${inline(scene)}\n`;
  const entries = sorted(scene).map(([key, value]) => `  ${JSON.stringify(key)}: ${block(key, value)}`);
  return `{\n${entries.join(',\n')}\n}\n`;
}

function block(key: string, value: unknown): string {
  if (!LISTS.includes(key) || !Array.isArray(value) || value.length === 0) return inline(value);
  return `[\n${value.map(item => `    ${inline(item)}`).join(',\n')}\n  ]`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${sorted(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`)
    .join(', ')}}`;
}

/** By code unit, as every tool sorts. */
function sorted(value: object): readonly [string, unknown][] {
  return Object.entries(value).toSorted(([a], [b]) => (a === FIRST ? -1 : b === FIRST ? 1 : a < b ? -1 : 1));
}
