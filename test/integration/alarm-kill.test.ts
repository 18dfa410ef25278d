/** A station of its own process, killed in an avalanche of alarms: what it had told as durable is there, and goes on as it was. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { judgeAlarms } from '../faults/alarms/verdict.ts';
import { Victim } from '../faults/historian/programs.ts';
import { seededRandom } from '../kit/random.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const folderOf = useTemporaryFolders();
const VICTIM = fileURLToPath(new URL('../faults/alarms/victim.ts', import.meta.url));

const lines = (sheet: string): number => {
  try {
    return readFileSync(sheet, 'utf8').split('\n').length - 1;
  } catch {
    // It has told of nothing yet.
    return 0;
  }
};

it('has every row that was told as durable after kills, once, with the state of each alarm; a row taken away is found missing', async () => {
  const place = folderOf();
  const files = { folder: join(place, 'data'), sheet: join(place, 'sheet') };
  mkdirSync(files.folder);
  for (const seed of [1, 2]) {
    const before = lines(files.sheet);
    const victim = new Victim({ ...files, seed }, {}, VICTIM);
    await waitFor('some hundred rows to be told', () => victim.isOver || lines(files.sheet) > before + 300, 30_000);
    expect(victim.isOver, victim.stderr).toBe(false);
    await victim.kill();
  }
  const random = seededRandom(3);
  const verdict = await judgeAlarms({ ...files, random });
  expect(verdict).toMatchObject({ lost: 0, duplicated: 0, corrupt: 0, problems: [] });
  expect(verdict.acknowledged).toBeGreaterThan(600);
  const db = new Database(join(files.folder, 'station.db'));
  db.exec('DELETE FROM alarm WHERE sequence = 100');
  db.close();
  expect((await judgeAlarms({ ...files, random })).lost).toBe(1);
});
