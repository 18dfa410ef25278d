/**
 * A file that people read stays short: above 400 lines it is named, above 600 the check fails.
 * Tables of constants from a standard may be longer and say so in their name.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from '../lib/tree.mjs';

const WARNING_LINES = 400;
const LIMIT_LINES = 600;
const SOURCE = /\.(?:ts|tsx|mjs|cjs|css)$/;
const SPEC_TABLE = /\.(?:table|generated)\.ts$/;

/** Problems and warnings, one line each. */
export function check(root) {
  const long = repositoryFiles(root)
    .filter(file => SOURCE.test(file) && !SPEC_TABLE.test(file))
    .map(file => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > WARNING_LINES);
  const describe = ({ file, lines }) =>
    `${file}: ${lines} lines (at most ${WARNING_LINES}, fails above ${LIMIT_LINES})`;
  return {
    problems: long.filter(({ lines }) => lines > LIMIT_LINES).map(describe),
    warnings: long.filter(({ lines }) => lines <= LIMIT_LINES).map(describe),
  };
}
