/**
 * Writes renderer/navigation/palette/pinyin-table.ts: the readings of the 6,763 characters of GB 2312, for the search. Wanted once in
 * a while at most, so the library that knows the readings is no dependency: give the folder where pinyin-pro 3.29.4 (MIT) lies.
 * Node 24: `node scripts/pinyin-table.mjs FOLDER`.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const TABLE = fileURLToPath(new URL('../renderer/navigation/palette/pinyin-table.ts', import.meta.url));
/** Rows of GB 2312 that hold characters; each has 94 places. */
const FIRST_ROW = 0xb0;
const LAST_ROW = 0xf7;
/** Rarer ones find more that nobody meant than what somebody did. */
const MOST_READINGS = 3;

function characters() {
  const decoder = new TextDecoder('gbk');
  const found = [];
  for (let row = FIRST_ROW; row <= LAST_ROW; row++) {
    for (let place = 0xa1; place <= 0xfe; place++) {
      const text = decoder.decode(Uint8Array.of(row, place));
      if (/^\p{Script=Han}$/u.test(text)) found.push(text);
    }
  }
  return found;
}

async function main([folder]) {
  if (folder === undefined) throw new Error('give the folder of pinyin-pro');
  const { pinyin } = await import(pathToFileURL(join(resolve(folder), 'dist/index.mjs')).href);
  const bySyllable = new Map();
  for (const character of characters()) {
    const readings = pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true });
    for (const reading of [...new Set(readings)].filter(text => /^[a-z]+$/.test(text)).slice(0, MOST_READINGS)) {
      bySyllable.set(reading, (bySyllable.get(reading) ?? '') + character);
    }
  }
  const byInitial = Object.entries(
    Object.groupBy(
      [...bySyllable].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      ([syllable]) => syllable[0],
    ),
  );
  const lines = byInitial.map(([, group]) => `  '${group.map(parts => parts.join('')).join(' ')}',`);
  writeFileSync(
    TABLE,
    [
      '/**',
      ' * Readings of the characters of GB 2312 without tones (ü is v): after each syllable the characters that may be read so, one with',
      ' * several readings under each of them. Written by scripts/pinyin-table.mjs from pinyin-pro 3.29.4 (MIT); not written by hand.',
      ' */',
      'export const PINYIN_TABLE: readonly string[] = [',
      ...lines,
      '];',
      '',
    ].join('\n'),
  );
}

await main(process.argv.slice(2));
