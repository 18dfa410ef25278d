/** The link check of the documents. */
import { expect, it } from 'vitest';
import { anchorOf, linksOf } from '../../../scripts/checks/links.mjs';

it('sees links and pictures with titles, but none in code', () => {
  const text = 'See [a](docs/a.md#b) and ![p](p.png "t").\n\n`[no](no.md)`\n\n```\n[no](no.md)\n```\n';
  expect(linksOf(text)).toEqual(['docs/a.md#b', 'p.png']);
});

it('makes anchors as the usual hosts do', () => {
  expect(anchorOf('Life of a sample (v2)')).toBe('life-of-a-sample-v2');
  expect(anchorOf('门站 Overview')).toBe('门站-overview');
});
