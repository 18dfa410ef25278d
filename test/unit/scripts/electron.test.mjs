/** Why Electron is not there, in one line: the reason in what its installer leaves on stderr. */
import { expect, it } from 'vitest';
import { reasonIn } from '../../../scripts/lib/electron.mjs';

it.each([
  ['TypeError: fetch failed\n', 'TypeError: fetch failed'],
  [
    'node:internal/x:1\n  throw e;\n  ^\n\nRequestError: getaddrinfo ENOTFOUND host\n    at a (b.js:1)\n',
    'RequestError: getaddrinfo ENOTFOUND host',
  ],
  ['    connect ECONNREFUSED 127.0.0.1:1\n', 'connect ECONNREFUSED 127.0.0.1:1'],
  ['\nsomething else\nmore\n', 'something else'],
])('finds the reason in %j', (text, reason) => {
  expect(reasonIn(text)).toBe(reason);
});

it('finds none where nothing was said, and no more than a line holds', () => {
  expect(reasonIn('\n  \n')).toBeUndefined();
  expect(reasonIn(`Error: ${'x'.repeat(1000)}`)).toHaveLength(200);
});
