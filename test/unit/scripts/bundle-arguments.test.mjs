/** What `npm run serve` and `npm run field` hand on to the program: defaults, and paths as seen by whoever typed them. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { bundleArguments } from '../../../scripts/lib/bundle-arguments.mjs';

const ROOT = resolve('/clone');
const CWD = resolve('/clone/docs');
const given = (...words) => bundleArguments(words, ROOT, CWD);
const DEMO = resolve('/clone/assets/demo-station');
const DATA = resolve('/clone/data');

it('adds the demo station and the data folder of the clone', () => {
  expect(given('--port', '0')).toEqual(['--project', DEMO, '--data', DATA, '--port', '0']);
});

it('takes paths from where the command was typed, in both spellings', () => {
  expect(given('--project', '../x', '--data=y')).toEqual([
    '--project',
    resolve('/clone/x'),
    `--data=${resolve(CWD, 'y')}`,
  ]);
});

it('leaves absolute paths and everything else alone', () => {
  const data = resolve('/elsewhere');
  expect(given('--data', data, 'fault', 'inlet-loss', '0.5')).toEqual([
    '--project',
    DEMO,
    '--data',
    data,
    'fault',
    'inlet-loss',
    '0.5',
  ]);
});

it('leaves an option without a value to the program, which names it', () => {
  expect(given('--data', DATA, '--project')).toEqual(['--data', DATA, '--project']);
  expect(given('--data', DATA, '--project', '')).toEqual(['--data', DATA, '--project', '']);
  expect(given('--data', DATA, '--project=')).toEqual(['--data', DATA, '--project=']);
  expect(given('--project', '--data', DATA)).toEqual(['--project', '--data', DATA]);
});
