import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from '../../main/version.ts';

it('the version that the program says is the one of package.json', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(manifest).toMatchObject({ version: VERSION });
});
