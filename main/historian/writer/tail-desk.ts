/** Answers reader threads about samples that are not in month files yet (writer thread). Copies; a reader never waits for a disk. */
import type { MessagePort } from 'node:worker_threads';
import type { TailAnswer, TailQuestion } from '../messages.ts';
import type { Interpolation, Samples } from '../samples.ts';
import { sortSamples } from '../sort-samples.ts';
import type { Tail } from './tail.ts';

export interface TailDeskParts {
  readonly tail: Tail;
  readonly idOfName: (name: string) => number | undefined;
  readonly isRecorded: (name: string) => boolean;
  readonly interpolationOf: (name: string) => Interpolation | null;
  readonly aliveAt: () => number;
}

export function serveReader(port: MessagePort, parts: TailDeskParts): void {
  port.on('message', (question: TailQuestion) => port.postMessage(answer(question, parts)));
  // A reader that ends does not keep this thread.
  port.unref();
}

function answer({ id, tags }: TailQuestion, parts: TailDeskParts): TailAnswer {
  return {
    id,
    tails: tags.map(name => copyOf(parts.tail, parts.idOfName(name))),
    aliveAt: parts.aliveAt(),
    recorded: tags.map(parts.isRecorded),
    interpolation: tags.map(parts.interpolationOf),
  };
}

function copyOf(tail: Tail, id: number | undefined): Samples | null {
  const own = id === undefined ? undefined : tail.of(id);
  return own === undefined || own.count === 0 ? null : sortSamples(own.first(own.count));
}
