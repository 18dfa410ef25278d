/** Answers reader threads about samples that are not in month files yet (writer thread). Copies; a reader never waits for a disk. */
import type { MessagePort } from 'node:worker_threads';
import type { TailAnswer, TailQuestion, Tails } from '../messages.ts';
import type { Interpolation, Samples } from '../samples.ts';
import { joinSamples, sortSamples } from '../sort-samples.ts';
import type { Tail } from './tail.ts';

export interface TailDeskParts {
  readonly tail: Tail;
  readonly idOfName: (name: string) => number | undefined;
  readonly isRecorded: (name: string) => boolean;
  readonly interpolationOf: (name: string) => Interpolation | null;
  readonly aliveAt: () => number;
}

export function serveReader(port: MessagePort, parts: TailDeskParts): void {
  port.on('message', (question: TailQuestion) => {
    const reply = answer(question, parts);
    const { t, seq, v, q } = reply.tails.samples;
    port.postMessage(reply, [...[t, seq, v, q].map(({ buffer }) => buffer as ArrayBuffer)]);
  });
  // A reader that ends does not keep this thread.
  port.unref();
}

function answer({ id, tags, instant }: TailQuestion, parts: TailDeskParts): TailAnswer {
  return {
    id,
    tails: tailsOf(tags.map(name => copyOf(parts.tail, { id: parts.idOfName(name), instant }))),
    aliveAt: parts.aliveAt(),
    recorded: tags.map(parts.isRecorded),
    interpolation: tags.map(parts.interpolationOf),
  };
}

function copyOf(tail: Tail, { id, instant }: { id: number | undefined; instant: number | null }): Samples | null {
  if (id === undefined) return null;
  return sortSamples(instant === null ? tail.take(id) : tail.takeAt(id, instant));
}

function tailsOf(samples: readonly (Samples | null)[]): Tails {
  let end = 0;
  const ends = Uint32Array.from(samples, tag => (end += tag?.t.length ?? 0));
  return { samples: joinSamples(samples.filter(tag => tag !== null)), ends };
}
