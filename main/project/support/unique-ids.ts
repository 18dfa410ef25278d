/** Complains of an id that a list has twice, at the second place and with the line of the first. */
import type { Text } from '../../../shared/text/text.ts';
import type { Source } from '../document.ts';

type Path = readonly PropertyKey[];

/** Call it for each id in the order of the file. */
export function uniqueIds(document: Source, thing: Text): (id: string, path: Path) => void {
  const seen = new Map<string, Path>();
  return (id, path) => {
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, path);
      return;
    }
    const line = document.lineOf(first);
    document.complain(
      path,
      { zh: `${thing.zh} "${id}" 重复`, en: `${thing.en} "${id}" appears twice` },
      { zh: `第 ${line} 行已有；必须唯一`, en: `line ${line} has it already; it must be unique` },
    );
  };
}
