/**
 * The command line of a bundled program: the demo station and the clone's own data folder unless
 * the caller names others, and the caller's paths as seen from where he stands (npm runs scripts
 * in the root). A pure function. Node built-ins only.
 */
import { join, resolve } from 'node:path';

const FOLDERS = ['--project', '--data'];

/** `given` with absolute folders, after the defaults for those it does not name. */
export function bundleArguments(given, root, cwd) {
  const standard = { '--project': join(root, 'assets/demo-station'), '--data': join(root, 'data') };
  const named = new Set();
  const words = given.map((word, index) => {
    const option = FOLDERS.find(folder => word === folder || word.startsWith(`${folder}=`));
    if (option !== undefined) {
      named.add(option);
      const value = word.slice(option.length + 1);
      // An empty value is a mistake, which the program names.
      return value === '' ? word : `${option}=${resolve(cwd, value)}`;
    }
    const isValue = FOLDERS.includes(given[index - 1]) && word !== '' && !word.startsWith('--');
    return isValue ? resolve(cwd, word) : word;
  });
  const defaults = FOLDERS.flatMap(option => (named.has(option) ? [] : [option, standard[option]]));
  return [...defaults, ...words];
}
