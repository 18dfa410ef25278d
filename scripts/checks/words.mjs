/**
 * Marks of unfinished work do not enter the tree, nor do escapes from the type checker. The words
 * are put together here, so that this file passes its own check.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from '../lib/tree.mjs';

const SOURCE = /\.(?:ts|tsx|mjs|cjs|css|html)$/;
const BANNED = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'];
const ESCAPES = ['@ts-' + 'ignore', '@ts-' + 'nocheck', 'as unknown ' + 'as ', 'as ' + 'any'];
const PATTERN = new RegExp(`\\b(?:${BANNED.join('|')})\\b|${ESCAPES.join('\\b|')}\\b`);

/** Problems, one line each. */
export function check(root) {
  const problems = repositoryFiles(root)
    .filter(file => SOURCE.test(file))
    .flatMap(file => {
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      return lines.flatMap((line, index) => {
        const found = PATTERN.exec(line);
        return found ? [`${file}:${index + 1}: ${found[0].trim()}`] : [];
      });
    });
  return { problems, warnings: [] };
}
