/** A real process whose reader goes away. */
import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';

const MODULE = new URL('../../../main/platform/output.ts', import.meta.url).href;

/** Writes to stderr until it has done so often, then says on stdout that it is still there. */
const program = (first: string): string => `
  import { outliveReaders } from ${JSON.stringify(MODULE)};
  ${first}
  let lines = 0;
  const timer = setInterval(() => {
    process.stderr.write('a line of the log\\n');
    if (++lines < 40) return;
    clearInterval(timer);
    process.stdout.write('still here');
  }, 5);
`;

/** What the process said and its exit code, after nobody read its stderr any more. */
async function unread(first: string): Promise<{ said: string; code: number | null }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(first)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.destroy();
  let said = '';
  child.stdout.on('data', data => (said += String(data)));
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  return { said, code };
}

it('goes on when nobody reads its log any more, which would end it otherwise', async () => {
  expect(await unread('outliveReaders();')).toEqual({ said: 'still here', code: 0 });
  expect((await unread('void outliveReaders;')).said).toBe('');
});
