/** The command line of `npm start`. */
import { expect, it } from 'vitest';
import { parseStartOptions } from '../../../scripts/lib/start-options.mjs';

const parse = (...args) => parseStartOptions(args, '/clone', '/user/op');

it('opens the demo station with its data in the clone when nothing is said', () => {
  expect(parse()).toEqual({
    projectDir: '/clone/assets/demo-station',
    dataDir: '/clone/data',
    port: undefined,
    hasWindow: true,
  });
});

it('takes paths relative to the folder it was called from, as --name value or --name=value', () => {
  expect(parse('--project', 'mine', '--data=/var/citygate', '--port=8500', '--no-window')).toEqual({
    projectDir: '/user/op/mine',
    dataDir: '/var/citygate',
    port: 8500,
    hasWindow: false,
  });
});

it.each([
  [['--prot', '1'], '--prot'],
  [['--port'], '--port'],
  [['--port', '80x'], '80x'],
  [['--port', '70000'], '70000'],
  [['--data', '--no-window'], '--data'],
  [['station'], 'station'],
])('refuses %j and names the argument', (args, named) => {
  expect(() => parse(...args)).toThrow(named);
});
