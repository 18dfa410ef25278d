/** The section `history` of `station.yaml`: what holds where nothing is said, what each key means, what each mistake is told. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_HISTORY, historyFolder } from '../../../../main/historian/settings.ts';
import { ProblemList } from '../../../../main/project/problem.ts';
import { readStationFile } from '../../../../main/project/station-file.ts';

const HEAD = `format: 1
id: t
name: &n { zh: 测, en: T }
timeZone: UTC
gasDay: { start: "08:00" }
areas: [{ id: "1", name: *n }]
channels:
  - { id: a, protocol: modbus-tcp, host: h, port: 1, devices: [{ id: D, unit: 1, name: *n }] }
`;
const LINES = HEAD.split('\n').length;

function read(section: string) {
  const problems = new ProblemList();
  const { station } = readStationFile('station.yaml', `${HEAD}${section}\n`, problems);
  return { history: station?.history, problems: problems.all };
}

function historyOf(section: string) {
  const { history, problems } = read(section);
  expect(problems).toEqual([]);
  return history;
}

describe('the history of a station', () => {
  it.each([
    '',
    'history:',
    'history: {}',
    'history: { retentionDays: , backup: }',
    'history: { retentionDays: {} }',
  ])('has its defaults where nothing is said: %j', section => {
    expect(historyOf(section)).toEqual(DEFAULT_HISTORY);
  });

  it('keeps what the field says for ever, and what the station says of itself for 400 days', () => {
    expect(DEFAULT_HISTORY).toEqual({
      retentionDays: { DI: null, DO: null, AI: null, AO: null, COM: null, CALC: null, SYS: 400 },
      reserveMb: 64,
      folder: 'history',
      backup: null,
    });
  });

  it('is kept as long as each class says; a class without a number, or forever, is never deleted', () => {
    expect(historyOf('history: { retentionDays: { AI: 3650, COM: 1, CALC: forever, SYS: } }')?.retentionDays).toEqual({
      ...DEFAULT_HISTORY.retentionDays,
      AI: 3_650,
      COM: 1,
      SYS: null,
    });
    expect(historyOf('history: { retentionDays: { SYS: forever } }')?.retentionDays.SYS).toBeNull();
    expect(historyOf('history: { retentionDays: { AI: 90 } }')?.retentionDays.SYS).toBe(400);
  });

  it('takes reserve, folder and backup as they are written', () => {
    const section = 'history: { reserveMb: 0, folder: ../years, backup: { folder: "D:\\\\backup", hour: 23 } }';
    expect(historyOf(section)).toMatchObject({
      reserveMb: 0,
      folder: '../years',
      backup: { folder: 'D:\\backup', hour: 23 },
    });
    expect(historyOf('history: { backup: { folder: /mnt/b } }')?.backup).toEqual({ folder: '/mnt/b', hour: 3 });
  });

  it('lies in the data folder unless its folder is absolute', () => {
    const data = resolve('/var/lib/citygate');
    expect(historyFolder({ folder: 'history' }, data)).toBe(resolve('/var/lib/citygate/history'));
    expect(historyFolder({ folder: '/srv/years' }, data)).toBe(resolve('/srv/years'));
  });

  it.each([
    ['reserveMb: 4097', '"history.reserveMb" cannot be 4097 — write a whole number from 0 to 4096'],
    ['reserveMb: -1', '"history.reserveMb" cannot be -1 — write a whole number from 0 to 4096'],
    ['folder: ""', '"history.folder" cannot be empty — write text that is not empty'],
    ['backup: { hour: 3 }', '"history.backup.folder" is missing — write an absolute path'],
    ['backup: { folder: copies }', '"history.backup.folder" cannot be "copies" — write an absolute path'],
    ['backup: { folder: /b, hour: 24 }', '"history.backup.hour" cannot be 24 — write a whole number from 0 to 23'],
    [
      'retentionDays: { AI: 0 }',
      '"history.retentionDays.AI" cannot be 0 — write a whole number of days from 1 to 36500',
    ],
    ['retentionDays: { AI: 1.5 }', '"history.retentionDays.AI" cannot be 1.5 — write a whole number of days'],
    ['retentionDays: { AI: always }', '"history.retentionDays.AI" cannot be "always" — write a whole number of days'],
    ['retentionDays: { XX: 5 }', 'unknown key "XX" — allowed here: DI, DO, AI, AO, COM, CALC, SYS'],
    ['colour: red', 'unknown key "colour" — allowed here: retentionDays, reserveMb, folder, backup'],
  ])('with %s is refused at its place, in both languages', (entry, en) => {
    const { problems } = read(`history:\n  ${entry}`);
    expect(problems.map(p => [p.line, `${p.what.en} — ${p.right.en}`])).toEqual([
      [LINES + 1, expect.stringContaining(en)],
    ]);
    for (const { what, right } of problems) {
      expect(`${what.zh}${right.zh}`).toMatch(/\p{Script=Han}/u);
      expect(`${what.en}${right.en}`).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('that is no mapping is refused', () => {
    expect(read('history: 90').problems.map(p => p.what.en)).toEqual(['"history" cannot be 90']);
  });
});
