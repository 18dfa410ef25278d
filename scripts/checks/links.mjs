/**
 * Every relative link in a Markdown file leads to a file of the repository, and its #anchor to a
 * heading of that file. Addresses on the internet are not visited.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { repositoryFiles } from '../lib/tree.mjs';

const LINK = /!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;
const CODE = /```[\s\S]*?```|`[^`\n]*`/g;
const ELSEWHERE = /^[a-z][a-z0-9+.-]*:|^\/\//i;

/** Anchor of a heading as the usual Markdown hosts make it. */
export function anchorOf(heading) {
  const words = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
  return words.trim().replace(/\s/g, '-');
}

const anchorsOf = text => [...text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(match => anchorOf(match[1]));

/** Targets of the links of one Markdown text, without those in code. */
export const linksOf = text => [...text.replace(CODE, '').matchAll(LINK)].map(match => match[1]);

function problemOf(root, file, link) {
  const [path, anchor] = decodeURI(link).split('#');
  const target = path === '' ? file : normalize(join(dirname(file), path));
  if (target.startsWith('..') || !existsSync(join(root, target))) return `${file}: ${link} leads nowhere`;
  if (!anchor || !target.endsWith('.md')) return undefined;
  const isThere = anchorsOf(readFileSync(join(root, target), 'utf8')).includes(anchor);
  return isThere ? undefined : `${file}: ${link}: no such heading`;
}

/** Problems, one line each. */
export function check(root) {
  const files = repositoryFiles(root).filter(file => file.endsWith('.md'));
  const problems = files.flatMap(file =>
    linksOf(readFileSync(join(root, file), 'utf8'))
      .filter(link => !ELSEWHERE.test(link))
      .map(link => problemOf(root, file, link))
      .filter(Boolean),
  );
  return { problems, warnings: [] };
}
