/** A screen's file is changed while the station runs: its clients get a good one by its id, and are told where a bad one is wrong. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StationEvent } from '../../shared/model/event.ts';
import type { ServedScene } from '../../shared/model/scene.ts';
import type { StationDescription } from '../../shared/model/station.ts';
import type { SceneNews, TagStreamItem } from '../../shared/rpc/contract.ts';
import { FakeModbusServer } from '../kit/fake-modbus-server.ts';
import { writeProject } from '../kit/project-builder.ts';
import { StationProcess } from '../kit/station-process.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const temporaryFolder = useTemporaryFolders();
const LIMIT_MS = 20_000;

describe('a changed screen', () => {
  let plc: FakeModbusServer;
  let station: StationProcess;
  let client: WsClient;
  let file: string;

  const items = <T>(id: number): readonly T[] =>
    client.messages.flatMap(m => (m.kind === 'item' && m.id === id ? [m.item as T] : []));
  /** Acknowledges what has come: the next item waits for that. */
  const acknowledge = (id: number): void => {
    for (const m of client.messages) if (m.kind === 'item' && m.id === id) client.send({ kind: 'ack', id, seq: m.seq });
  };
  const news = (count: number): Promise<SceneNews> =>
    waitFor(
      `item ${count} of the screens`,
      () => {
        acknowledge(1);
        return items<SceneNews>(1)[count - 1];
      },
      LIMIT_MS,
    );
  const value = async <T>(method: string, input: object = {}): Promise<T> => {
    const reply = await station.rpc(method, input);
    if (!reply.ok) throw new Error(`${method}: ${reply.error.message}`);
    return reply.value as T;
  };
  const scene = (id = 'overview') => value<ServedScene>('scenes.read', { id });
  const told = (what: RegExp): Promise<StationEvent> =>
    waitFor(
      `an event that says ${what}`,
      async () => (await value<StationEvent[]>('events.recent', { limit: 50 })).find(event => what.test(event.text.en)),
      LIMIT_MS,
    );
  const change = (old: string, to: string): void => {
    const text = readFileSync(file, 'utf8');
    expect(text.split(old)).toHaveLength(2);
    writeFileSync(file, text.replace(old, to));
  };

  beforeEach(async () => {
    plc = await new FakeModbusServer().listen();
    plc.register = () => 20;
    const folder = temporaryFolder();
    const project = writeProject(join(folder, 'project'), {
      channels: [{ id: 'plc', port: plc.port, devices: [{ id: 'PLC', unit: 1 }] }],
      tags: [{ name: 'P', device: 'PLC', offset: 0, range: [0, 1_000] }],
    });
    file = join(project, 'scenes/overview.json');
    station = await StationProcess.start({ project, data: join(folder, 'data') });
    client = await WsClient.connect(station.url);
    client.send({ kind: 'open', id: 1, method: 'scenes', input: {} });
    expect(await news(1)).toMatchObject({ scenes: [{ id: 'overview' }], changed: [] });
  });

  afterEach(async () => {
    await client.close();
    await station.stop();
    await plc.close();
  });

  it('is served to running clients by its id, with values for the expressions that are new in it', async () => {
    change('"bind":{"value":"P"}', '"bind":{"value":"=[P] * 2"}');
    expect((await news(2)).changed).toEqual(['overview']);
    const served = await scene();
    const name = served.nodes[0]?.bind['value'] ?? '';
    expect(name).toMatch(/^~\d+$/);
    client.send({ kind: 'open', id: 2, method: 'tags', input: { tags: [name] } });
    const handle = served.handles[name];
    await waitFor(
      'the value of the new expression',
      () => {
        acknowledge(2);
        return items<TagStreamItem>(2).some(({ handles, v }) =>
          Array.from(handles).some((h, i) => h === handle && v[i] === 40),
        );
      },
      LIMIT_MS,
    );
    expect((await told(/has been renewed/)).kind).toBe('configuration');
  });

  it('that is wrong changes nothing but the events, which say where and why; mended, it is served', async () => {
    const before = await scene();
    change('"bind":{"value":"P"}', '"bind":{"value":"NO-SUCH"}');
    const event = await told(/the screen stays as it was/);
    expect(event.kind).toBe('configuration');
    const column = readFileSync(file, 'utf8').indexOf('"NO-SUCH"') + 1;
    expect(event.text.en).toContain(`scenes/overview.json:1:${column} tag "NO-SUCH" does not exist`);
    expect(event.text.zh).toContain('位号 "NO-SUCH" 不存在');
    expect(await scene()).toEqual(before);
    expect(items<SceneNews>(1)).toHaveLength(1);

    change('"bind":{"value":"NO-SUCH"}', '"bind":{"value":"=[P] + 1"}');
    expect((await news(2)).changed).toEqual(['overview']);
    expect(await scene()).not.toEqual(before);
  });

  it('that is cut off in the middle of a save is not taken for a scene', async () => {
    const before = await scene();
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, whole.length / 2));
    await told(/overview\.json:1:\d+ JSON syntax/);
    expect(await scene()).toEqual(before);
    expect((await value<StationDescription>('station.describe')).scenes).toMatchObject([{ id: 'overview' }]);
  });

  it('may be one that was not there before', async () => {
    const second = readFileSync(file, 'utf8').replace('"id":"overview"', '"id":"second"');
    writeFileSync(file.replace('overview', 'second'), second);
    const { scenes, changed } = await news(2);
    expect(changed).toEqual(['second']);
    expect(scenes.map(({ id }) => id).toSorted()).toEqual(['overview', 'second']);
    expect((await scene('second')).id).toBe('second');
    expect((await value<StationDescription>('station.describe')).scenes.map(({ id }) => id)).toContain('second');
  });
});
