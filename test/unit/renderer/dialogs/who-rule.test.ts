/** One rule for the names of all dialogs: each suggests and remembers, and only the dialog "On duty" puts somebody on duty. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../../../renderer/dialogs');
const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name))
  .map(name => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(FOLDER, name), 'utf8') }));

test('nobody goes on duty but through its dialog', () => {
  const setting = sources.filter(({ text }) => /\bduty\.set\(/.test(text)).map(({ name }) => name);
  expect(setting).toEqual(['alarms/on-duty-dialog.tsx']);
});

test('every dialog that sends under a name suggests one', () => {
  const sending = sources.filter(({ name, text }) => name !== 'use-sender.ts' && text.includes('useSender('));
  expect(sending.length).toBeGreaterThan(4);
  expect(sending.filter(({ text }) => !text.includes('useSuggestedWho()')).map(({ name }) => name)).toEqual([]);
});
