/** The last values as a start finds them, without a writer thread. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { readLastValues } from '../../../main/historian/last-values.ts';
import { Journal } from '../../../main/historian/store/journal.ts';
import { encodeJournal, type JournalSamples } from '../../../main/historian/store/journal-blob.ts';
import { openStationDb, registerTags, STATION_FILE } from '../../../main/historian/store/station-db.ts';
import { GOOD } from '../../../shared/model/quality.ts';
import { historianTags } from '../../kit/historian-rig.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const tags = historianTags(3);
let folder: string;

beforeEach(() => {
  folder = folderOf();
});

const one = (tag: number, v: number): JournalSamples => ({
  count: 1,
  tag: Uint32Array.of(tag),
  t: Float64Array.of(v * 1_000),
  v: Float64Array.of(v),
  q: Uint16Array.of(GOOD),
});

/** Commits in order, and the table that was saved at commit 2. */
function write(commits: readonly JournalSamples[]): void {
  const db = openStationDb(folder);
  registerTags(
    db,
    tags.map(({ name }) => ({ name, class: 'AI', interpolation: 'sloped' })),
  );
  const journal = new Journal(db);
  commits.forEach((samples, i) => journal.add({ seq: i + 1, at: 0, post: 0, samples }));
  const saved = { ...one(1, 1), seq: Float64Array.of(2) };
  db.prepare('INSERT INTO last_values VALUES (1, ?)').run(encodeJournal(saved));
  db.close();
}

const read = () => {
  const values = readLastValues(folder, tags);
  return values && Object.fromEntries(values.tag.map((tag, i) => [tag, values.v[i]]));
};

it('takes the newest of each tag, of one that has been silent as well, and of the saved table what nothing has followed', () => {
  write([one(1, 90), one(1, 91), one(2, 3), one(3, 4), one(3, 5)]);
  expect(read()).toEqual({ 'T-0': 1, 'T-1': 3, 'T-2': 5 });
});

it('has none before the first start, and leaves a file that is no database to the writer thread', () => {
  expect(read()).toBeNull();
  writeFileSync(join(folder, STATION_FILE), 'no database at all, but some bytes of something else'.repeat(40));
  expect(read()).toBeNull();
});
