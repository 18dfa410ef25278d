/** A question of a script that would read a year's worth of samples, given up over each transport: its reader is free again. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Historian, openHistorian } from '../../main/historian/historian.ts';
import type { ImportReply } from '../../main/historian/import-messages.ts';
import { DEFAULT_HISTORY } from '../../main/historian/settings.ts';
import type { Dispatcher } from '../../main/host/dispatch.ts';
import { type HttpHost, openHttpHost } from '../../main/host/http.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import { type Station, startStation } from '../../main/station.ts';
import { FakeModbusServer } from '../kit/fake-modbus-server.ts';
import { writeProject } from '../kit/project-builder.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const FROM = Date.UTC(2025, 0, 1);
const SAMPLES = 2_000_000;
/** No step ends with a block, so every block is decoded. */
const LONG = {
  tags: ['T-0'],
  aggregates: ['TimeAverage', 'Maximum', 'NumberOfTransitions', 'StandardDeviationSample'],
  from: FROM,
  to: FROM + SAMPLES * 1_000,
  stepMs: 9_001,
};
const LONG_METHOD = 'history.aggregate';
const SHORT = { tag: 'T-0', from: FROM, to: FROM + 10_000 };
const log = createLog('test', { level: 'error', write: () => undefined });

/** Two million samples of a tag, one a second. */
async function fill(historian: Historian): Promise<void> {
  const port = historian.openImport('backfill');
  const size = 65_536;
  for (let at = 0, id = 1; at < SAMPLES; at += size, id++) {
    const count = Math.min(size, SAMPLES - at);
    const t = Float64Array.from({ length: count }, (_, i) => FROM + (at + i) * 1_000);
    const v = Float64Array.from({ length: count }, (_, i) => Math.sin((at + i) / 100) * 50 + ((at + i) % 7));
    port.postMessage({ kind: 'import', id, t, columns: [{ tag: 'T-0', v }] });
    const reply = await new Promise<ImportReply>(resolve => port.once('message', resolve));
    if (reply.kind !== 'stored') throw new Error(reply.why);
  }
  port.postMessage({ kind: 'end' });
  port.close();
}

describe('a long question that is given up', () => {
  const temporaryFolder = useTemporaryFolders();
  const device = new FakeModbusServer();
  let station: Station;
  let host: HttpHost;
  /** Of the long question over HTTP. */
  let asked = 0;
  const outcomes: string[] = [];

  beforeAll(async () => {
    const folder = temporaryFolder();
    const dataDirectory = join(folder, 'data');
    await device.listen();
    const projectDirectory = writeProject(join(folder, 'project'), {
      channels: [{ id: 'plc', port: device.port, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: [{ name: 'T-0', device: 'PLC', offset: 0 }],
    });
    const start = () => startStation({ projectDirectory, dataDirectory, log });
    // A first run makes the data folder and the tag known.
    await (await start()).stop();
    const historian = await openHistorian({
      folder: dataDirectory,
      tags: [
        {
          handle: 0,
          name: 'T-0',
          signalClass: 'AI',
          interpolation: 'sloped',
          logging: { kind: 'all' },
          scaling: null,
          range: null,
        },
      ],
      settings: DEFAULT_HISTORY,
      clock: systemClock,
      log,
      onEvent: () => undefined,
    });
    await fill(historian);
    await historian.stop();
    host = await openHttpHost({ port: 0, root: folder, log });
    station = await start();
    const { dispatcher } = station;
    const call: Dispatcher['call'] = async (method, input, asking) => {
      if (method !== LONG_METHOD) return dispatcher.call(method, input, asking);
      asked++;
      const reply = await dispatcher.call(method, input, asking);
      outcomes.push(reply.ok ? 'answered' : reply.error.code);
      return reply;
    };
    host.serve({ ...station, dispatcher: { ...dispatcher, call } });
  }, 60_000);
  afterAll(async () => {
    await host.close();
    await station.stop();
    await device.close();
  });

  it('is answered as cancelled over a session, and so is what waits behind it; then the next is answered', async () => {
    const client = await WsClient.connect(host.url);
    for (let id = 1; id <= 20; id++) client.send({ kind: 'call', id, method: LONG_METHOD, input: LONG });
    // People are not kept waiting meanwhile.
    client.send({
      kind: 'call',
      id: 50,
      method: 'history.trend',
      input: { tags: ['T-0'], from: FROM, to: FROM + 60_000, columns: 100 },
    });
    expect((await client.next('reply', m => m.id === 50)).reply.ok).toBe(true);
    const answered = () => client.messages.filter(m => m.kind === 'reply' && m.id <= 20).length;
    expect(answered()).toBeLessThan(20);
    for (let id = 1; id <= 20; id++) client.send({ kind: 'cancel', id });
    client.send({ kind: 'call', id: 51, method: 'history.raw', input: SHORT });
    expect((await client.next('reply', m => m.id === 51)).reply).toMatchObject({ ok: true });
    await waitFor('all answers', () => answered() === 20);
    const last = client.messages.find(m => m.kind === 'reply' && m.id === 20);
    expect(last).toMatchObject({ reply: { ok: false, error: { code: 'cancelled' } } });
    await client.close();
  });

  it('is given up by an HTTP client that goes away', async () => {
    const away = new AbortController();
    const posts = Array.from({ length: 20 }, () =>
      fetch(`${host.url}/rpc/${LONG_METHOD}`, {
        method: 'POST',
        body: JSON.stringify(LONG),
        signal: away.signal,
      }).catch(() => null),
    );
    await waitFor('the questions at the station', () => asked === 20);
    away.abort();
    await Promise.all(posts);
    const response = await fetch(`${host.url}/rpc/history.raw`, { method: 'POST', body: JSON.stringify(SHORT) });
    expect(await response.json()).toMatchObject({ ok: true, value: { samples: { v: { length: 10 } } } });
    await waitFor('the end of all questions', () => outcomes.length === 20);
    expect(outcomes.at(-1)).toBe('cancelled');
  });
});
