/** The hue that a site gives to what runs: none unless it asks, and never one of alarms. */
import { expect, test } from 'vitest';
import { ProblemList } from '../../../../main/project/problem.ts';
import { readStationFile } from '../../../../main/project/station-file.ts';

function read(line: string) {
  const source = `format: 1
id: t
name: &n { zh: 测, en: T }
timeZone: UTC
gasDay: { start: "08:00" }
${line}
areas:
  - { id: "1", name: *n }
channels:
  - { id: a, protocol: modbus-tcp, host: h, port: 1, devices: [{ id: D, unit: 1, name: *n }] }
`;
  const problems = new ProblemList();
  const { station } = readStationFile('station.yaml', source, problems);
  return { hue: station?.runningHue, problems: problems.all };
}

test.each([
  ['', undefined],
  ['runningHue: none', undefined],
  ['runningHue: green', 'green'],
  ['runningHue: cyan', 'cyan'],
])('"%s" is %s', (line, hue) => {
  expect(read(line)).toEqual({ hue, problems: [] });
});

test.each(['red', 'yellow', '"#ff0000"', 'true'])('%s is refused, with what may be written', hue => {
  const { problems } = read(`runningHue: ${hue}`);
  expect(problems).toHaveLength(1);
  expect(JSON.stringify(problems)).toContain('green or cyan');
});
