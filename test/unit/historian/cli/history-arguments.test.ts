/** What is typed wrongly is named, in both languages; nothing that was typed does nothing. */
import { expect, it } from 'vitest';
import { HELP, parseHistoryArguments } from '../../../../main/historian/cli/history-arguments.ts';

const parse = (line: string) => () => parseHistoryArguments(line.split(' '), '/');

it.each([
  ['stats --data X --dep', '没有 --dep 这一选项。', 'There is no option --dep.'],
  ['export --tag', '--tag 后面必须给出值。', '--tag needs a value.'],
  ['stats --data X --deep=yes', '--deep 后面不带值。', '--deep takes no value.'],
  ['stats --data X --deep', 'stats 在此不接受 --deep。', 'stats does not know --deep here.'],
  ['repair --data X --tag T --csv', 'repair 在此不接受 --tag、--csv。', 'repair does not know --tag, --csv here.'],
  ['export --data X --tag T --backup B', 'export 在此不接受 --backup。', 'export does not know --backup here.'],
  ['verify --backup B --deep', 'verify 在此不接受 --deep。', 'verify does not know --deep here.'],
])('%s is refused by name', (line, zh, en) => {
  expect(parse(line)).toThrow(
    expect.objectContaining({ code: 'history-arguments', message: en, zh: expect.objectContaining({ message: zh }) }),
  );
});

it.each([
  'stats --data X --history H',
  'export --data X --tag T --from 2026-03-01T00:00Z --to 2026-03-02T00:00Z --csv --zone UTC --out F',
  'verify --data X --deep',
  'verify --backup B --data X',
  'backup --data X --backup B',
  'stats --help --deep',
])('%s is understood', line => {
  expect(parse(line)).not.toThrow();
});

it('shows in the help what may be left out, and the zone that is meant then', () => {
  expect(HELP).toMatch(/\[--from ISO\] \[--to ISO\][\s\S]*UTC when not given/);
  expect(HELP).toMatch(/^npm run -s history --/);
});
