/**
 * Finds tags by what a person remembers of them: a part of the name or of the description, in either language. Pure. Every
 * word must be found; names come before descriptions, and what begins with the words before what holds them.
 */
import type { TagDefinition } from '../../../shared/model/tag.ts';

/** The station's own figures are no values of the plant: overriding one would only hide what acquisition does. */
const isPlantTag = ({ signalClass }: TagDefinition): boolean => signalClass !== 'SYS';

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The best `most` of the plant's tags for `typed`; none while nothing is typed. */
export function findTags(tags: Iterable<TagDefinition>, typed: string, most: number): readonly TagDefinition[] {
  return findAnyTags([...tags].filter(isPlantTag), typed, most);
}

/** As `findTags`, the station's own figures among them. */
export function findAnyTags(tags: Iterable<TagDefinition>, typed: string, most: number): readonly TagDefinition[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  const found: { readonly tag: TagDefinition; readonly rank: number }[] = [];
  for (const tag of tags) {
    const name = folded(tag.name);
    const described = folded(`${tag.description.zh} ${tag.description.en}`);
    if (!words.every(word => name.includes(word) || described.includes(word))) continue;
    found.push({ tag, rank: name.startsWith(first) ? 0 : name.includes(first) ? 1 : 2 });
  }
  return found
    .toSorted((a, b) => a.rank - b.rank || a.tag.handle - b.tag.handle)
    .slice(0, most)
    .map(({ tag }) => tag);
}
