/** The demo's past with a real historian: interrupted wherever it is, it comes out as if it had been made at once. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import type { Historian } from '../../main/historian/historian.ts';
import type { ImportMessage, ImportReply } from '../../main/historian/import-messages.ts';
import { createLog } from '../../main/platform/log.ts';
import {
  type DemoHistoryOutcome,
  isDemoHistoryDue,
  readDemoHistory,
  startDemoHistory,
} from '../../main/simulator/demo-history.ts';
import { historianTags, type Rig, readAll, startRig } from '../kit/historian-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { demoProject } from '../unit/simulator/demo-plant.ts';
import { UNTIL } from '../unit/simulator/history/month.ts';

const folderOf = useTemporaryFolders();
const HOUR = 3_600_000;
/** Enough for a dozen batches. */
const STATE = { from: UNTIL - HOUR / 2, to: UNTIL, doneTo: 0, finished: false, seed: 5, ends: {} };
const TAGS = historianTags(demoProject.tags.length).map((tag, i) => ({
  ...tag,
  name: demoProject.tags[i]?.name ?? tag.name,
}));
const log = createLog('demo', { level: 'error', write: () => undefined });
const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

async function rigIn(folder: string): Promise<Rig> {
  const rig = await startRig({ folder, tags: TAGS });
  rigs.push(rig);
  return rig;
}

function newFolder(): string {
  const folder = folderOf();
  writeFileSync(join(folder, 'demo-history.json'), JSON.stringify(STATE));
  return folder;
}

/** To the historian, until `batches` are stored; the answer to the last of them never arrives. */
function cutAfter(historian: Historian, batches: number): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const far = historian.openImport('demo');
  let stored = 0;
  port2.on('message', (message: ImportMessage) => far.postMessage(message));
  port2.on('close', () => far.close());
  far.on('message', (reply: ImportReply) => {
    expect(reply.kind).toBe('stored');
    if (++stored < batches) return port2.postMessage(reply);
    port2.close();
  });
  return port1;
}

/** As a start of the station does it. */
async function makePast(folder: string, historian: Historian, batches: number): Promise<DemoHistoryOutcome> {
  const tags = TAGS.map(tag => tag.name);
  const times = await historian.reached({ tags, origin: 'demo', from: STATE.from - HOUR, to: UNTIL });
  const reached = new Map(tags.flatMap((tag, i) => (typeof times[i] === 'number' ? [[tag, times[i]] as const] : [])));
  const past = startDemoHistory({
    ...{ project: demoProject, dataDirectory: folder, log, until: UNTIL, seed: STATE.seed, reached },
    port: cutAfter(historian, batches),
    onProgress: () => undefined,
    onFailure: () => undefined,
  });
  return past.finished;
}

const NEVER = Number.POSITIVE_INFINITY;

it('has neither doubles nor holes, however often and wherever it was cut off, over restarts and seals', async () => {
  const [whole, broken] = [newFolder(), newFolder()];
  const { historian } = await rigIn(whole);
  expect(await makePast(whole, historian, NEVER)).toBe('finished');
  const outcomes: DemoHistoryOutcome[] = [];
  // Each start gets further than the one before, and the first nowhere.
  for (const batches of [2, 5, 1]) {
    const rig = await startRig({ folder: broken, tags: TAGS });
    outcomes.push(await makePast(broken, rig.historian, batches));
    expect(readDemoHistory({ dataDirectory: broken, log })?.finished).toBe(false);
    if (batches === 5) await rig.historian.seal();
    await rig.stop();
  }
  expect(outcomes).toEqual(['failed', 'failed', 'failed']);
  const { historian: again } = await rigIn(broken);
  expect(await makePast(broken, again, NEVER)).toBe('finished');
  expect(readDemoHistory({ dataDirectory: broken, log })?.finished).toBe(true);
  let samples = 0;
  for (const { name } of TAGS) {
    const wanted = await readAll(historian, name, true);
    const { t, v, q } = await readAll(again, name, true);
    expect([name, t, q]).toEqual([name, wanted.t, wanted.q]);
    expect(v).toEqual(wanted.v);
    samples += t.length;
  }
  expect(samples).toBeGreaterThan(20_000);
  // And nothing more is due.
  const state = readDemoHistory({ dataDirectory: broken, log });
  expect(isDemoHistoryDue(demoProject, { state, hasHistory: true })).toBe(false);
}, 120_000);
