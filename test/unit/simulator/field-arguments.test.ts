import { describe, expect, it } from 'vitest';
import { parseFieldArguments } from '../../../main/simulator/field-arguments.ts';
import { requestOf } from '../../../main/simulator/field-cli.ts';
import { localTimeIn } from '../../../main/simulator/local-time.ts';

const base = ['--project', 'p', '--data', 'd'];

describe('arguments of the demo field', () => {
  it('have defaults: project ports, seed 1, the factor of the last run, now', () => {
    expect(parseFieldArguments(base)).toEqual({
      project: 'p',
      data: 'd',
      ports: 'project',
      seed: 1,
      factor: null,
      startAt: null,
      controlPort: 0,
      serialPath: null,
      command: [],
    });
  });

  it.each([
    [['--data', 'd'], '--project'],
    [[...base, '--factor', '0'], '--factor'],
    [[...base, '--factor', '3601'], '--factor'],
    [[...base, '--start', 'soon'], '--start'],
    [[...base, '--ports', 'some'], '--ports'],
    [[...base, '--colour', 'red'], '--colour'],
  ])('refuse %j naming the argument', (args, name) => {
    expect(() => parseFieldArguments(args)).toThrow(new RegExp(name));
  });

  it('let a command for the running field follow, with negative numbers', () => {
    expect(parseFieldArguments([...base, 'force', 'TT-1931', '-5']).command).toEqual(['force', 'TT-1931', '-5']);
  });

  it.each([
    [['list', '--data', 'd']],
    [['list', '--data=d']],
    [['--data', 'd', 'list']],
    [['--data', 'list', 'list']],
  ])('let options stand before or behind the command: %j', args => {
    const { command, data } = parseFieldArguments(args);
    expect(command).toEqual(['list']);
    expect(data).toBe(args.includes('d') || args.includes('--data=d') ? 'd' : 'list');
  });

  it('keep the words of a command together, whatever stands between them', () => {
    const { command, data } = parseFieldArguments(['force', 'TT-1931', '--data', 'd', '-5']);
    expect(command).toEqual(['force', 'TT-1931', '-5']);
    expect(data).toBe('d');
  });

  it('name the commands to whoever has mistyped one', () => {
    expect(() => parseFieldArguments(['lst', '--data', 'd'])).toThrow(/lst/);
    expect(() => parseFieldArguments(['--data', 'd'])).toThrow(/commands for a running one are list, state/);
  });
});

describe('commands to a running field', () => {
  it('become requests of the control port', () => {
    expect(requestOf(['fault', 'filter-clogged', 'F-1201A', '12'])).toEqual({
      method: 'POST',
      path: '/fault',
      body: { fault: 'filter-clogged', target: 'F-1201A', value: 12 },
    });
    expect(requestOf(['fault', 'inlet-loss', '0.5']).body).toEqual({ fault: 'inlet-loss', value: 0.5 });
    expect(requestOf(['clear'])).toEqual({ method: 'POST', path: '/clear', body: {} });
    expect(() => requestOf(['force', 'PT-1101', 'high'])).toThrow(/VALUE must be a number/);
    expect(() => requestOf(['write', 'HC-1000'])).toThrow(/VALUE must be a number/);
    expect(requestOf(['write', 'HC-1000', '1'])).toMatchObject({ path: '/write', body: { tag: 'HC-1000', value: 1 } });
    expect(() => requestOf([])).toThrow(/Unknown command/);
  });
});

describe('local time of the station', () => {
  it('is the wall clock of its zone, with daylight saving where there is one', () => {
    const shanghai = localTimeIn('Asia/Shanghai');
    expect(shanghai(Date.UTC(2026, 10, 22, 2, 30))).toEqual({ hour: 10.5, weekday: 6 });
    expect(shanghai(Date.UTC(2026, 10, 22, 16))).toEqual({ hour: 0, weekday: 0 });
    const berlin = localTimeIn('Europe/Berlin');
    expect(berlin(Date.UTC(2026, 2, 29, 0, 59)).hour).toBeCloseTo(1.983, 2);
    expect(berlin(Date.UTC(2026, 2, 29, 1)).hour).toBe(3);
  });
});
