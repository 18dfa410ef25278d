import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
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

const ENTRY = join(import.meta.dirname, '../../main/simulator/field.ts');

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

  it('starts from its normal state when the stored state is damaged', async () => {
    const data = directory();
    const first = launch(data);
    await first.ready();
    await pause(1500);
    await first.kill();
    writeFileSync(join(data, 'demo-field/state.json'), '{"savedAt": 1, "factor"');
    const second = launch(data);
    expect(await total(portOf(await second.ready(), 'fca'))).toBeGreaterThan(98_234_512);
  });

  it('says in both languages which port is taken, exits with 2 and leaves nothing listening', async () => {
    const occupied = createServer().listen(15_027, '127.0.0.1');
    cleanups.push(() => new Promise<void>(resolve => occupied.close(() => resolve())));
    await once(occupied, 'listening');
    const field = launch(directory(), ['--ports', 'project']);
    const report = await field.start();
    expect(report.kind).toBe('failed');
    const message = report.kind === 'failed' ? report.message : '';
    expect(message).toContain('15027');
    expect(message).toMatch(/演示现场无法监听/);
    expect(message).toMatch(/cannot listen/);
    expect(await field.ended()).toBe(2);
    await expect(RawClient.open(15_021)).rejects.toThrow(/ECONNREFUSED/);
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
