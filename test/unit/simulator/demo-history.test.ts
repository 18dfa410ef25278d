/** The worker that makes the demo's past, and what is remembered of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { ImportMessage } from '../../../main/historian/import-messages.ts';
import { createLog } from '../../../main/platform/log.ts';
import {
  isDemoHistoryDue,
  oweDemoHistory,
  readDemoHistory,
  startDemoHistory,
} from '../../../main/simulator/demo-history.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';
import { demoProject } from './demo-plant.ts';
import { UNTIL } from './history/month.ts';

const folder = useTemporaryFolders();
const HOUR = 3_600_000;
const MONTH = 30 * 24 * HOUR;
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function sink() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port2);
  const seen = { samples: 0, last: 0, isEnded: false, first: Promise.withResolvers<void>() };
  port2.on('message', (message: ImportMessage) => {
    if (message.kind === 'end') {
      seen.isEnded = true;
      return;
    }
    seen.samples += message.t.length * message.columns.length;
    seen.last = Math.max(seen.last, message.t.at(-1) ?? 0);
    seen.first.resolve();
    port2.postMessage({ kind: 'stored', id: message.id, samples: message.t.length * message.columns.length });
  });
  return { port: port1, seen };
}

function start(dataDirectory: string, port: MessagePort) {
  const lines: string[] = [];
  const log = createLog('demo', { level: 'info', write: line => lines.push(line) });
  const options = { project: demoProject, dataDirectory, port, until: UNTIL, seed: 3, log, reached: new Map() };
  const failures: string[] = [];
  const history = startDemoHistory({
    ...options,
    onProgress: () => undefined,
    onFailure: ({ failure, why }) => failures.push(`${failure}: ${why}`),
  });
  return { history, lines, failures };
}

const stateIn = (directory: string): unknown => JSON.parse(readFileSync(join(directory, 'demo-history.json'), 'utf8'));

describe('the past of a new demo station', () => {
  it('is made in a thread that can be stopped at any time, and is then known as not finished', async () => {
    const directory = folder();
    const { port, seen } = sink();
    const { history, lines } = start(directory, port);
    await seen.first.promise;
    await Promise.all([history.stop(), history.stop()]);
    expect(await history.finished).toBe('stopped');
    const { samples } = seen;
    expect(stateIn(directory)).toMatchObject({ from: UNTIL - MONTH, to: UNTIL, finished: false, seed: 3 });
    expect(lines).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(seen.samples).toBe(samples);
    expect(seen.isEnded).toBe(false);
    await history.stop();
  });

  it('is gone on with where an earlier run was interrupted, and remembered when it is complete', async () => {
    const directory = folder();
    const earlier = { from: UNTIL - 2 * HOUR, to: UNTIL - HOUR, doneTo: 0, finished: false, seed: 9, ends: {} };
    writeFileSync(join(directory, 'demo-history.json'), JSON.stringify(earlier));
    const { port, seen } = sink();
    const { history, lines } = start(directory, port);
    expect(await history.finished).toBe('finished');
    expect(seen.isEnded).toBe(true);
    expect(seen.samples).toBeGreaterThan(70_000);
    expect(seen.last).toBeLessThan(earlier.to);
    expect(stateIn(directory)).toEqual({ ...earlier, doneTo: earlier.to, finished: true });
    expect(lines.join()).toContain(`${seen.samples} samples`);
  });

  it('is given up with a word in the log and to the station when the historian goes away', async () => {
    const { port, seen } = sink();
    const { history, lines, failures } = start(folder(), port);
    await seen.first.promise;
    ports.splice(0).forEach(far => far.close());
    expect(await history.finished).toBe('failed');
    expect(lines.join()).toContain('the historian has closed the import');
    expect(failures).toEqual(['closed: the historian has closed the import']);
  });
});

describe('whether a past is to be made', () => {
  const log = createLog('demo', { level: 'error', write: () => undefined });
  const state = { from: 0, to: 1, doneTo: 0, finished: false, seed: 1, ends: {} };
  const due = (finished: boolean | null, hasHistory: boolean, demoField = true) =>
    isDemoHistoryDue(
      { ...demoProject, demoField },
      { state: finished === null ? null : { ...state, finished }, hasHistory },
    );

  it('is so for a demo without history and for one that was interrupted, and for nothing else', () => {
    expect(due(null, false)).toBe(true);
    expect(due(false, true)).toBe(true);
    expect(due(true, true)).toBe(false);
    expect(due(null, true)).toBe(false);
    expect(due(null, false, false)).toBe(false);
    expect(due(false, true, false)).toBe(false);
  });

  it('goes by what the data folder says', () => {
    const directory = folder();
    expect(readDemoHistory({ dataDirectory: directory, log })).toBeNull();
    writeFileSync(join(directory, 'demo-history.json'), JSON.stringify(state));
    expect(readDemoHistory({ dataDirectory: directory, log })).toEqual(state);
  });

  it('is remembered from the first moment on, so that a station that is stopped at once still gets it', async () => {
    const place = { dataDirectory: folder(), log };
    oweDemoHistory(place, { until: 5_000_000_000.4, seed: 1 });
    await expect.poll(() => readDemoHistory(place)).toMatchObject({ to: 5_000_000_000, finished: false });
    const owed = readDemoHistory(place);
    expect(isDemoHistoryDue(demoProject, { state: owed, hasHistory: true })).toBe(true);
  });
});
