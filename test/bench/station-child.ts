/** A headless station as a child process of a bench. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface StationChild {
  readonly pid: number;
  readonly url: string;
  rpc<T>(method: string, input: object): Promise<T>;
  stop(): Promise<void>;
}

/** Resolves when the ready line is there. The bundle is measured, as users run it. */
export async function startStationChild(options: { project: string; data: string }): Promise<StationChild> {
  const entry = fileURLToPath(new URL('../../out/main/headless.js', import.meta.url));
  const args = [entry, '--project', options.project, '--data', options.data, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await readyUrl(child);
  child.stderr.resume();
  return {
    pid: child.pid ?? 0,
    url,
    rpc: async <T>(method: string, input: object) => {
      const response = await fetch(`${url}/rpc/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      const envelope = (await response.json()) as { ok: boolean; value: T; error?: { message: string } };
      if (!envelope.ok) throw new Error(`${method}: ${envelope.error?.message}`);
      return envelope.value;
    },
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  let said = '';
  let errors = '';
  return await new Promise((resolve, reject) => {
    child.stderr?.on('data', (text: Buffer) => {
      errors = (errors + text.toString()).slice(-4_000);
    });
    child.once('exit', code => reject(new Error(`the station ended with ${code}: ${errors}`)));
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      const match = /citygate ready (\S+)/.exec(said);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
  });
}
