import { mkdtempSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';

for (const [len, ck] of [
  [470000, 1000],
  [470000, 4000],
  [250000, 1000],
  [120000, 1000],
]) {
  const f = mkdtempSync('/tmp/sqx-');
  const db = new Database(f + '/a.db');
  db.pragma('page_size=16384');
  db.pragma('journal_mode=WAL');
  db.pragma('synchronous=FULL');
  db.pragma('wal_autocheckpoint=' + ck);
  db.pragma('journal_size_limit = 33554432');
  db.exec('create table j(seq integer primary key, data blob)');
  const b = Buffer.alloc(len, 7);
  const ins = db.prepare('insert into j values(?,?)');
  const del = db.prepare('DELETE FROM j WHERE seq IN (SELECT seq FROM j WHERE seq <= ? ORDER BY seq LIMIT 256)');
  const tx = db.transaction(i => {
    ins.run(i, b);
  });
  for (let r = 0; r < 2; r++) {
    const c = process.cpuUsage(),
      t = performance.now();
    for (let i = 0; i < 200; i++) {
      tx.immediate(r * 1000 + i);
      if (i % 60 === 59) del.run(r * 1000 + i);
    }
    const u = process.cpuUsage(c);
    if (r)
      console.log(
        len,
        ck,
        'per commit cpu us',
        ((u.user + u.system) / 200).toFixed(0),
        'wall us',
        ((performance.now() - t) * 5).toFixed(0),
        'per 50k sample ns',
        ((((u.user + u.system) / 200) * 1000) / 50000).toFixed(1),
        'wall',
        (((performance.now() - t) * 5 * 1000) / 50000).toFixed(1),
      );
  }
  db.close();
  rmSync(f, { recursive: true });
}
