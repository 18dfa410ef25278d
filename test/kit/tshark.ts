/** Debian's tshark on a file: what Wireshark makes of it, without any setting of a user. Bounded in time, ends by its own pid. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';

const LIMIT_MS = 60_000;

export interface Dissected {
  /** One row per packet; a field that occurs several times is joined by `|`. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** What it complained about. */
  readonly complaints: string;
}

/** Fields of every packet of the file. `more` are further arguments, e.g. preferences. */
export async function dissect(
  file: string,
  fields: readonly string[],
  more: readonly string[] = [],
): Promise<Dissected> {
  const wanted = fields.flatMap(field => ['-e', field]);
  const form = ['-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|', '-E', 'occurrence=a'];
  const { stdout, stderr } = await run(['-n', '-r', file, ...form, ...wanted, ...more]);
  const lines = stdout.split('\n').slice(0, -1);
  const rows = lines.map(line => {
    const values = line.split('\t');
    return Object.fromEntries(fields.map((field, i) => [field, values[i] ?? '']));
  });
  return { rows, complaints: stderr.replaceAll(/Running as user "root".*\n/g, '').trim() };
}

/** Everything that Wireshark shows of the packets, as text. */
export async function explain(file: string, more: readonly string[] = []): Promise<string> {
  return (await run(['-n', '-r', file, '-V', ...more])).stdout;
}

function run(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  // An empty home: nobody's preferences.
  const env = { PATH: process.env['PATH'], HOME: tmpdir(), XDG_CONFIG_HOME: tmpdir(), LC_ALL: 'C.UTF-8' };
  const options = { env, timeout: LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: 256_000_000 } as const;
  return new Promise((resolve, reject) => {
    execFile('tshark', [...args], options, (error, stdout, stderr) => {
      // Exit code 2 is its way to say that a file was cut; the packets before the cut are there.
      if (error !== null && error.code !== 2) reject(error);
      else resolve({ stdout, stderr });
    });
  });
}
