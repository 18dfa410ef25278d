/** A past of the demo station that cannot be made is told, stays told, and is owed at the next start. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import type { ImportMessage, ImportReply } from '../../main/historian/import-messages.ts';
import { createLog } from '../../main/platform/log.ts';
import { readDemoHistory } from '../../main/simulator/demo-history.ts';
import { type DemoPastParts, makeDemoPast } from '../../main/station-history.ts';
import type { Text } from '../../shared/text/text.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { demoProject } from './simulator/demo-plant.ts';
import { UNTIL } from './simulator/history/month.ts';

const folder = useTemporaryFolders();
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

const log = createLog('demo', { level: 'error', write: () => undefined });
const report = { isFirst: true } as DemoPastParts['historian']['report'];

function refusing(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ports.push(port2);
  port2.on('message', (message: ImportMessage) => {
    if (message.kind === 'end') return;
    const reply: ImportReply = { kind: 'refused', id: message.id, why: 'time 7 is odd', isFinal: true };
    port2.postMessage(reply);
  });
  return port1;
}

function make(openImport: () => MessagePort) {
  const told: Text[] = [];
  const dataDirectory = folder();
  const past = makeDemoPast({
    project: { ...demoProject, demoField: true },
    dataDirectory,
    log,
    clock: { now: () => UNTIL, monotonic: () => 0 },
    // No totals to wait for.
    catalogue: { handleOf: () => undefined },
    events: { add: (_kind, source, text) => void (source === 'historian' && told.push(text)) },
    historian: {
      report,
      openImport,
      reached: async () => [],
      raw: () => Promise.reject(new Error('nothing is asked')),
    },
  });
  return { past, told, dataDirectory };
}

it('tells in both languages what is missing, why and how to mend it when the historian refuses a part', async () => {
  const { past, told, dataDirectory } = make(refusing);
  expect(past.progress).toMatchObject({ to: UNTIL, failure: null });
  await expect.poll(() => past.progress?.failure, { timeout: 60_000 }).toBe('refused');
  expect(told).toHaveLength(1);
  expect(told[0]?.en).toMatch(
    /^The demo data of the past are not complete, they reach to 2026-10-2\d .*refused a part/,
  );
  expect(told[0]?.en).toMatch(/Restart Citygate to go on from there; .*\(time 7 is odd\)$/);
  expect(told[0]?.zh).toMatch(/演示历史数据不完整，只到 2026-10-2\d .*重启 Citygate 后从此处继续生成/);
  await past.stop();
  expect(past.progress).toMatchObject({ failure: 'refused' });
  expect(readDemoHistory({ dataDirectory, log })).toMatchObject({ finished: false });
}, 90_000);

it('tells it also when it could not begin', async () => {
  const { past, told } = make(() => {
    throw new Error('no room');
  });
  await expect.poll(() => past.progress?.failure).toBe('broken');
  expect(told[0]?.en).toContain('(Error: no room)');
  await past.stop();
});
