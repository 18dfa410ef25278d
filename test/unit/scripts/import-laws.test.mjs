/**
 * The import laws of .oxlintrc.json, each with a file that breaks it: a rule whose pattern no longer matches is a law that
 * nobody keeps. The files lie in a folder of their own, under the names that the laws speak of.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

const REFUSED = [
  [
    'shared/model/a.ts',
    ['../../main/version.ts', '../../renderer/main.tsx', 'fs', 'node:fs', 'react', 'electron', 'ws'],
  ],
  ['renderer/ui/a.ts', ['../../main/version.ts', '../../preload/index.ts', '../../test/kit/temp.ts']],
  ['renderer/ui/b.tsx', ['electron', 'modbus-serial', 'node-opcua-client', 'zod', 'fs', 'node:fs']],
  ['preload/a.ts', ['../main/version.ts', '../renderer/main.tsx', '../test/kit/temp.ts', 'fs', 'node:fs', 'react']],
  ['main/calc/a.ts', ['react', 'react-dom/client', 'uplot', 'modbus-serial', 'electron', '../acquisition/channel.ts']],
  ['main/a.ts', ['../renderer/main.tsx', '../preload/index.ts', '../test/kit/temp.ts', './host/electron-guard.ts']],
  [
    'main/b.ts',
    [
      'modbus-serial',
      'electron-store',
      './acquisition/drivers/modbus/write-job.ts',
      './acquisition/drivers/opcua/client/write-node.ts',
    ],
  ],
  ['main/simulator/a.ts', ['modbus-serial', 'react']],
  ['main/host/electron-a.ts', ['modbus-serial', 'react', '../../renderer/main.tsx']],
  ['main/commands/a.ts', ['modbus-serial', 'electron']],
  ['main/acquisition/drivers/modbus/a.ts', ['modbus-serial', '../opcua/opcua-channel.ts', 'electron', 'serialport']],
  ['main/acquisition/drivers/modbus/wire/a.ts', ['modbus-serial', '../../opcua/opcua-channel.ts', 'serialport']],
  ['main/acquisition/drivers/modbus/wire/serial-transport.ts', ['../../opcua/opcua-channel.ts', 'electron', 'react']],
  ['main/acquisition/drivers/opcua/client/a.ts', ['modbus-serial', '../../modbus/write-job.ts']],
  ['main/acquisition/drivers/opcua/client/watch/a.ts', ['../../../modbus/modbus-channel.ts']],
];
const ALLOWED = [
  ['shared/model/good.ts', ['zod', './quality.ts', '../rpc/contract.ts']],
  ['renderer/ui/good.tsx', ['react', 'react-dom/client', 'uplot', 'uplot/dist/uPlot.min.css', '../../shared/a.ts']],
  ['preload/good.ts', ['electron', '../shared/rpc/bridge.ts']],
  ['main/good.ts', ['node:fs', 'zod', 'ws', '../shared/a.ts', './acquisition/drivers/modbus/modbus-channel.ts']],
  ['main/app.ts', ['electron', './host/electron-guard.ts']],
  ['main/acquisition/drivers/modbus/good.ts', ['./write-job.ts', './wire/pdu.ts', '../../channel.ts']],
  [
    'main/acquisition/drivers/modbus/wire/good.ts',
    ['../plan/planner.ts', '../../../channel.ts', '../../../backoff.ts'],
  ],
  ['main/acquisition/drivers/modbus/wire/serial-transport.ts', ['serialport', './fault.ts']],
  [
    'main/acquisition/drivers/opcua/client/watch/good.ts',
    ['../report.ts', '../../messages.ts', '../../../../channel.ts'],
  ],
  ['main/commands/good.ts', ['../acquisition/drivers/modbus/write-job.ts']],
  ['test/bench/good.ts', ['modbus-serial', '../../main/a.ts']],
];

let folder;
/** `file:import` of everything that the lint has refused. */
let refused;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'citygate-laws-'));
  const { $schema: _schema, options: _options, ...config } = JSON.parse(readFileSync(join(root, '.oxlintrc.json')));
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(config));
  const files = new Map();
  for (const [file, imports] of [...REFUSED, ...ALLOWED]) files.set(file, (files.get(file) ?? []).concat(imports));
  for (const [file, imports] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), imports.map(name => `import '${name}';\n`).join(''));
  }
  const lint = [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json'];
  // It ends with 1, because it finds what is there to be found.
  const { stdout } = await run(process.execPath, lint, { cwd: folder }).catch(error => error);
  const found = JSON.parse(stdout).diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
  refused = new Set(found.map(({ filename, labels }) => `${filename}:${files.get(filename)[labels[0].span.line - 1]}`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const each = laws => laws.flatMap(([file, imports]) => imports.map(name => [file, name]));

it.each(each(REFUSED))('%s must not import %s', (file, name) => {
  expect([...refused]).toContain(`${file}:${name}`);
});

it.each(each(ALLOWED))('%s may import %s', (file, name) => {
  expect([...refused]).not.toContain(`${file}:${name}`);
});
