/** Thumbprints as people compare them: groups of four characters, so that the eye keeps its place. Pure. */
const GROUP = 4;

/** `A94A 8FE5 …`; upper case, whatever separators there were. */
export function inGroups(hex: string): string {
  const plain = hex.replaceAll(/[^0-9a-f]/gi, '').toUpperCase();
  return plain.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join(' ') ?? '';
}
