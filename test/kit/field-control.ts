/** The control port of a running demo field: faults and truth. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A register took this value at this epoch ms and served it until the next row of its tag. */
export interface TruthRow {
  readonly time: number;
  readonly tag: string;
  readonly value: number;
}

export class FieldControl {
  readonly #data: string;

  constructor(dataDirectory: string) {
    this.#data = dataDirectory;
  }

  /** Read anew each time: a field that was started again has another port and process. */
  get #place(): { readonly port: number; readonly pid: number } {
    return JSON.parse(readFileSync(join(this.#data, 'demo-field', 'control.json'), 'utf8')) as {
      port: number;
      pid: number;
    };
  }

  get pid(): number {
    return this.#place.pid;
  }

  fault(fault: string, target?: string, value?: number): Promise<unknown> {
    return this.#post('/fault', {
      fault,
      ...(target === undefined ? {} : { target }),
      ...(value === undefined ? {} : { value }),
    });
  }

  clear(): Promise<unknown> {
    return this.#post('/clear', {});
  }

  force(tag: string, value: number): Promise<{ changedAt: number }> {
    return this.#post('/force', { tag, value }) as Promise<{ changedAt: number }>;
  }

  release(tag: string): Promise<unknown> {
    return this.#post('/release', { tag });
  }

  async truth(tags: readonly string[], from: number, to: number): Promise<readonly TruthRow[]> {
    const query = new URLSearchParams({ tags: tags.join(','), from: String(from), to: String(to) });
    const response = await fetch(`http://127.0.0.1:${this.#place.port}/truth?${query}`);
    return (await response.json()) as TruthRow[];
  }

  async #post(path: string, body: object): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.#place.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}
