/** What the station says of its own acquisition as tags, and what it remembers of devices over a restart, held against the device. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEVICE_STATES } from '../../shared/model/device.ts';
import { AcquisitionBench } from '../kit/acquisition-bench.ts';
import { withEnds } from '../kit/ends.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import type { RigTag } from '../kit/modbus-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();

function benchFor(
  server: FakeModbusServer,
  tags: readonly RigTag[],
  dataDirectory = temporaryFolder(),
): AcquisitionBench {
  const devices = [{ id: 'D', unit: 7 }];
  return new AcquisitionBench({
    channels: [{ port: server.port, framing: 'tcp', timeoutMs: 300, devices, tags }],
    dataDirectory,
  });
}

const tag = (offset: number, periodMs: number): RigTag => ({ device: 'D', offset, periodMs });

describe("the station's own tags", () => {
  it.concurrent('follow the state of a device', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const bench = add(benchFor(server, [tag(100, 100), tag(500, 100)]));
      bench.start();
      const stateTag = () => DEVICE_STATES[bench.system('SYS.D.state')];
      const becomes = (state: string) =>
        waitFor(`SYS.D.state to say ${state}`, () => bench.device('D').state === state && stateTag() === state, 5_000);
      await becomes('online');
      const refuse = faults.exception(4);
      server.behave = exchange => (exchange.request.offset === 500 ? refuse(exchange) : faults.none()(exchange));
      await becomes('degraded');
      server.behave = faults.silence();
      await becomes('offline');
      await bench.acquisition.setEnabled('D', false);
      await becomes('disabled');
      server.behave = faults.none();
      await bench.acquisition.setEnabled('D', true);
      await becomes('online');
    }));

  it.concurrent('tell the period that is really kept, and nothing of one that is not', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const bench = add(benchFor(server, [tag(100, 200), tag(500, 60_000)]));
      bench.start();
      await waitFor('the first report', () => bench.system('SYS.D.state') === DEVICE_STATES.indexOf('online'));
      expect(bench.system('SYS.D.200.period')).toBeNaN();
      await waitFor('a window', () => !Number.isNaN(bench.system('SYS.D.200.period')), 9_000);
      const reads = server.requests.filter(r => r.offset === 100).map(r => r.at);
      const meanMs = ((reads.at(-1) ?? 0) - (reads[0] ?? 0)) / (reads.length - 1);
      // Its window is five seconds of these seven.
      expect(Math.abs(bench.system('SYS.D.200.period') - meanMs)).toBeLessThan(20);
      expect(bench.system('SYS.D.200.jitter')).toBeGreaterThanOrEqual(0);
      expect(bench.system('SYS.D.200.overruns')).toBe(bench.device('D').overruns);
      expect(bench.system('SYS.D.60000.period')).toBeNaN();
      expect(bench.system('SYS.D.round-trip')).toBeGreaterThan(0);
      expect(bench.system('SYS.D.round-trip')).toBeLessThan(100);
      // Nothing is read of a lost device, so no period is kept.
      server.behave = faults.silence();
      await waitFor('the loss', () => bench.device('D').state === 'offline');
      await waitFor('no period', () => Number.isNaN(bench.system('SYS.D.200.period')), 2_000);
      expect(bench.system('SYS.D.200.jitter')).toBeNaN();
    }));

  it.concurrent('count the overruns of a device that cannot keep up, and tell its true period', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      server.behave = faults.late(130);
      const bench = add(benchFor(server, [tag(100, 100)]));
      bench.start();
      await waitFor('a window', () => bench.system('SYS.D.100.period') > 0, 9_000);
      // Answered after 130 ms, asked again at the next beat.
      expect(bench.system('SYS.D.100.period')).toBeGreaterThan(180);
      expect(bench.system('SYS.D.100.period')).toBeLessThan(260);
      expect(bench.system('SYS.D.100.jitter')).toBeGreaterThan(60);
      const overruns = bench.device('D').overruns;
      expect(overruns).toBeGreaterThan(10);
      await waitFor('the report', () => bench.system('SYS.D.100.overruns') >= overruns, 2_000);
      expect(bench.system('SYS.D.round-trip')).toBeGreaterThan(120);
    }));

  it.concurrent('are not good any more when nobody brings them up to date', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const bench = add(benchFor(server, [tag(100, 100)]));
      bench.start();
      await waitFor('the state', () => !Number.isNaN(bench.system('SYS.D.state')));
      await bench.acquisition.stop();
      await waitFor('no state', () => Number.isNaN(bench.system('SYS.D.state')), 5_000);
    }));
});

describe('a device that was taken out of operation', () => {
  it.concurrent('is so after a restart of the station too, and back in operation after another', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const folder = temporaryFolder();
      const first = add(benchFor(server, [tag(100, 100)], folder));
      first.start();
      await waitFor('the value', () => first.quality(0) === 'good');
      await first.acquisition.setEnabled('D', false);
      await first.stop();
      const accepted = server.accepted;

      const second = add(benchFor(server, [tag(100, 100)], folder));
      second.start();
      await sleep(500);
      expect(second.told('D')).toEqual(['disabled/none']);
      expect([second.quality(0), server.accepted]).toEqual(['bad/disabled', accepted]);
      await second.acquisition.setEnabled('D', true);
      await waitFor('the value again', () => second.quality(0) === 'good');
      await second.stop();

      const third = add(benchFor(server, [tag(100, 100)], folder));
      third.start();
      await waitFor('the value after a restart', () => third.quality(0) === 'good');
      expect(third.told('D')).toEqual(['connecting/none', 'online/none']);
    }));

  it.concurrent('is not, and goes on being read, when the decision cannot be kept for the next start', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'devices.json.new'));
      const bench = add(benchFor(server, [tag(100, 100)], folder));
      bench.start();
      await waitFor('the value', () => bench.quality(0) === 'good');
      expect(await bench.acquisition.setEnabled('D', false)).toMatchObject({ kind: 'not-kept' });
      const asked = server.requests.length;
      await waitFor('more requests', () => server.requests.length > asked + 3);
      expect([bench.device('D').state, bench.quality(0)]).toEqual(['online', 'good']);
      expect(bench.told('D')).toEqual(['connecting/none', 'online/none']);
    }));

  it.concurrent('is not woken by a decision that is kept while the station stops, but by the next start', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer().listen());
      const folder = temporaryFolder();
      const first = add(benchFor(server, [tag(100, 100)], folder));
      await first.acquisition.setEnabled('D', false);
      first.start();
      const outcome = first.acquisition.setEnabled('D', true);
      await first.stop();
      expect(await outcome).toEqual({ kind: 'done' });
      await sleep(300);
      expect([server.accepted, first.told('D')]).toEqual([0, ['disabled/none']]);

      const second = add(benchFor(server, [tag(100, 100)], folder));
      second.start();
      await waitFor('the value', () => second.quality(0) === 'good');
    }));
});
