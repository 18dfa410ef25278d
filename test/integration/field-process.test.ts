import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  control,
  FieldProcess,
  frame,
  output,
  PROJECT,
  pause,
  portOf,
  RawClient,
  temporaryDirectory,
} from './field-harness.ts';

/** As station.yaml writes a port. */
const PROJECT_PORT = /\bport: \d+/g;
const ENTRY = join(import.meta.dirname, '../../main/simulator/field.ts');

/** A copy of the demo project whose channels have ports that nobody uses, in the order of the channels. */
async function projectOnFreePorts(path: string): Promise<{ path: string; ports: readonly number[] }> {
  cpSync(PROJECT, path, { recursive: true });
  const file = join(path, 'station.yaml');
  const text = readFileSync(file, 'utf8');
  const ports = await freePorts(text.match(PROJECT_PORT)?.length ?? 0);
  let used = 0;
  writeFileSync(
    file,
    text.replace(PROJECT_PORT, () => `port: ${ports[used++]}`),
  );
  return { path, ports };
}

/** All held at once, so that no port is given twice, then let go. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(server => once(server, 'listening')));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

// A start takes 3 s alone on a core and 10 s beside other tests; some tests start twice.
describe('demo field as a process', { timeout: 90_000 }, () => {
  const cleanups: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const directory = (): string => {
    const made = temporaryDirectory();
    cleanups.push(made.remove);
    return made.path;
  };
  const launch = (data: string, more?: readonly string[]): FieldProcess => {
    const field = new FieldProcess(data, more);
    cleanups.push(() => field.kill());
    return field;
  };
  const total = async (port: number): Promise<number> => {
    const client = await RawClient.open(port);
    const reply = await client.exchange(frame(1, 11, [3, 0x07, 0xd0, 0, 2]), 13);
    client.socket.destroy();
    return reply.readUInt16BE(11) * 65_536 + reply.readUInt16BE(9);
  };

  it('answers start with where it listens, and ends when its parent lets go', async () => {
    const data = directory();
    const field = launch(data);
    const ready = await field.ready();
    expect(Object.keys(ready.endpoints)).toEqual(['plc', 'sis', 'fca', 'fcb', 'fcc', 'upr', 'rs485', 'gc']);
    expect(ready.certificates['gc']?.length).toBeGreaterThan(500);
    field.child.disconnect();
    expect(await field.ended()).toBe(0);
    expect(existsSync(join(data, 'demo-field/control.json'))).toBe(false);
  });

  it('ends with code 0 on SIGTERM and leaves no port file', async () => {
    const data = directory();
    const field = launch(data);
    await field.ready();
    expect(existsSync(join(data, 'demo-field/control.json'))).toBe(true);
    field.child.kill('SIGTERM');
    expect(await field.ended()).toBe(0);
    expect(existsSync(join(data, 'demo-field/control.json'))).toBe(false);
  });

  it('makes no totaliser run backwards after kill −9, and runs on through the time away', async () => {
    const data = directory();
    const first = launch(data, ['--ports', 'free', '--factor', '600']);
    const before = await first.ready();
    await pause(3000);
    const last = await total(portOf(before, 'fca'));
    await first.kill();
    await pause(1500);
    const second = launch(data, ['--ports', 'free', '--factor', '600']);
    const again = await second.ready(before.endpoints);
    expect(again.endpoints).toEqual(before.endpoints);
    expect(again.controlPort).toBe(before.controlPort);
    const after = await total(portOf(again, 'fca'));
    // 20,000 m³/h at factor 600 is 3,300 m³ a second; at most one second is lost, and 1.5 s were away.
    expect(after).toBeGreaterThan(last);
    expect(last).toBeGreaterThan(98_234_512);
  });

  it('refuses a second field on the same data folder, in both languages', async () => {
    const data = directory();
    await launch(data).ready();
    const second = launch(data);
    const report = await second.start();
    expect(report.kind === 'failed' ? report.message : '').toMatch(/另一个演示现场[^]*Another demo field/);
    expect(await second.ended()).toBe(2);
  });

  it('does not take the field of another folder for its own, though that holds the port of the last run', async () => {
    const [data, other] = [directory(), directory()];
    const first = launch(data);
    const { controlPort } = await first.ready();
    await first.kill();
    const stranger = launch(other, ['--ports', 'free', '--control-port', String(controlPort)]);
    expect((await stranger.ready()).controlPort).toBe(controlPort);
    // A command for the dead field must not reach the stranger.
    const command = await output(process.execPath, [ENTRY, '--data', data, 'fault', 'gc-out']);
    expect([command.code, command.text.includes('No demo field is running')]).toEqual([1, true]);
    const again = await launch(data).ready();
    expect(again.controlPort).not.toBe(controlPort);
    const [mine, theirs] = [await control(again.controlPort, '/state'), await control(controlPort, '/state')];
    expect(mine.value).toMatchObject({ directory: realpathSync(join(data, 'demo-field')), faults: [] });
    expect(theirs.value).toMatchObject({ pid: stranger.child.pid, directory: realpathSync(join(other, 'demo-field')) });
    expect(theirs.value).toMatchObject({ faults: [] });
  });

  it('keeps factor, forced values and faults of both kinds across a kill −9', async () => {
    const data = directory();
    const first = launch(data);
    const before = await first.ready();
    await control(before.controlPort, '/factor', { factor: 3 });
    await control(before.controlPort, '/force', { tag: 'PT-1101', value: 2.5 });
    await control(before.controlPort, '/force', { tag: 'AT-1501.CO2', value: 3.25 });
    await control(before.controlPort, '/fault', { fault: 'device-offline', target: 'FCA' });
    await control(before.controlPort, '/fault', { fault: 'device-slow', target: 'UPS', value: 250 });
    await control(before.controlPort, '/fault', { fault: 'gc-out' });
    await pause(2200);
    await first.kill();
    const second = launch(data);
    const ready = await second.ready(before.endpoints);
    const { value } = await control(ready.controlPort, '/state');
    expect(value).toMatchObject({ factor: 3, forced: { 'PT-1101': 2.5, 'AT-1501.CO2': 3.25 } });
    const { faults } = value as { faults: { fault: string; target: string; value: number }[] };
    expect(faults.map(f => `${f.fault} ${f.target} ${f.value}`).toSorted()).toEqual([
      'device-offline FCA 1',
      'device-slow UPS 250',
      'gc-out GC 1',
    ]);
    const plc = await RawClient.open(portOf(ready, 'plc'));
    const reply = await plc.exchange(frame(1, 1, [3, 0, 0, 0, 2]), 13);
    plc.socket.destroy();
    expect(Buffer.from([...reply.subarray(11, 13), ...reply.subarray(9, 11)]).readFloatBE()).toBe(2.5);
    await expect(RawClient.open(portOf(ready, 'fca'))).rejects.toThrow(/ECONNREFUSED/);
    await control(ready.controlPort, '/clear', {});
    expect(await total(portOf(ready, 'fca'))).toBeGreaterThan(98_234_512);
  });

  it('says that a state of another seed is not used, and keeps it aside', async () => {
    const data = directory();
    const first = launch(data, ['--ports', 'free', '--seed', '5']);
    await first.ready();
    await pause(1500);
    await first.kill();
    const second = launch(data, ['--ports', 'free', '--seed', '6']);
    const ready = await second.ready();
    expect(second.output).toContain('state not used: other seed');
    expect((await control(ready.controlPort, '/state')).value).toMatchObject({ seed: 6 });
    const aside: unknown = JSON.parse(readFileSync(join(data, 'demo-field/state-unused.json'), 'utf8'));
    expect(aside).toMatchObject({ plant: { seed: 5 } });
  });

  it('starts from its normal state when the stored state is damaged', async () => {
    const data = directory();
    const first = launch(data);
    await first.ready();
    await pause(1500);
    await first.kill();
    writeFileSync(join(data, 'demo-field/state.json'), '{"savedAt": 1, "factor"');
    const second = launch(data);
    expect(await total(portOf(await second.ready(), 'fca'))).toBeGreaterThan(98_234_512);
    expect(second.output).toContain('state not used: damaged');
  });

  it('says in both languages which port is taken, exits with 2 and leaves nothing listening', async () => {
    const data = directory();
    const project = await projectOnFreePorts(join(data, 'project'));
    const [first = 0, taken = 0] = project.ports;
    const occupied = createServer().listen(taken, '127.0.0.1');
    cleanups.push(() => new Promise<void>(resolve => occupied.close(() => resolve())));
    await once(occupied, 'listening');
    const field = launch(data, ['--ports', 'project', '--project', project.path]);
    const report = await field.start();
    expect(report.kind).toBe('failed');
    const message = report.kind === 'failed' ? report.message : '';
    expect(message).toContain(String(taken));
    expect(message).toMatch(/演示现场无法监听/);
    expect(message).toMatch(/cannot listen/);
    expect(await field.ended()).toBe(2);
    await expect(RawClient.open(first)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('stand-alone keeps its passwords in an owner-only file, prints one ready line, and obeys the command line', async () => {
    const data = directory();
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, [ENTRY, '--project', PROJECT, '--data', data, '--ports', 'free'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    cleanups.push(async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    let printed = '';
    child.stdout.on('data', (text: Buffer) => {
      printed += String(text);
    });
    for (let i = 0; i < 300 && !printed.includes('\n'); i += 1) await pause(50);
    expect(printed).toMatch(/^citygate field ready plc=127\.0\.0\.1:\d+ .* control=http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    const secrets = Object.values(JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')));
    for (const secret of secrets) expect(printed).not.toContain(String(secret));
    const cli = (...words: string[]) => output(process.execPath, [ENTRY, '--data', data, ...words]);
    expect(await cli('fault', 'filter-clogged', 'F-1201A')).toMatchObject({ code: 0 });
    expect((await cli('state')).text).toContain('filter-clogged');
    const wrong = await cli('fault', 'filter-clogged', 'F-9');
    expect(wrong.code).toBe(1);
    expect(wrong.text).toContain('allowed targets: F-1201A, F-1201B');
    expect((await cli('clear')).text).toContain('"cleared": 1');
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  it('refuses control requests with a foreign Host or any Origin, and bodies that make no sense', async () => {
    const ready = await launch(directory()).ready();
    const ask = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port: ready.controlPort, path: '/state', headers }, response => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        asked.on('error', reject);
        asked.end();
      });
    expect(await ask({})).toBe(200);
    expect(await ask({ host: 'evil.example' })).toBe(403);
    expect(await ask({ origin: 'http://evil.example' })).toBe(403);
    expect((await control(ready.controlPort, '/fault', ['x'])).status).toBe(400);
    expect((await control(ready.controlPort, '/factor', { factor: 99_999 })).status).toBe(400);
    expect((await control(ready.controlPort, '/force', { tag: 'FI-1400', value: 1 })).status).toBe(400);
    expect((await control(ready.controlPort, '/write', { tag: 'PT-1101', value: 1 })).status).toBe(400);
    expect((await control(ready.controlPort, '/write', { tag: 'TIC-1311.SP', value: 9 })).status).toBe(200);
    expect((await control(ready.controlPort, '/nothing')).status).toBe(404);
  });

  it('names a wrong argument and exits with 2', async () => {
    const answer = await output(process.execPath, [
      ENTRY,
      '--project',
      PROJECT,
      '--data',
      directory(),
      '--factor',
      '0',
    ]);
    expect(answer.code).toBe(2);
    expect(answer.text).toMatch(/--factor/);
    expect(answer.text).toMatch(/用法/);
  });
});
