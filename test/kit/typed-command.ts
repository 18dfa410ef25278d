/** A command line of package.json as people type it: a process of its own, typed in a folder of theirs. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './build.ts';

/** A command that takes longer hangs, ms. */
const LIMIT_MS = 20_000;
const MANIFEST = z.object({ scripts: z.record(z.string(), z.string()) });

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the script `name` of package.json as if it were typed in `folder`. Throws where the script is no Node program. */
export function typed(name: string, { folder, args }: { folder: string; args: readonly string[] }): Promise<Ended> {
  const { scripts } = MANIFEST.parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')));
  const [exec, node, script] = (scripts[name] ?? '').split(' ');
  if (exec !== 'exec' || node !== 'node' || script === undefined) throw new Error(`${name} is no Node program`);
  const env = { ...process.env, INIT_CWD: folder };
  const child = spawn(process.execPath, [script, ...args], { cwd: projectRoot, env, timeout: LIMIT_MS });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  return new Promise(resolve => child.once('close', code => resolve({ code, stdout, stderr })));
}
