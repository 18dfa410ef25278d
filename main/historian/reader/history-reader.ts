/**
 * Answers questions about the history (reader thread), one after the other. Asks the writer thread for what is not in files yet
 * and waits for what that does at the moment: a commit, a slice of a seal, a piece of an import.
 */
import type { MessagePort } from 'node:worker_threads';
import { isStationQuery } from '../alarms/alarm-query.ts';
import { AlarmReader } from '../alarms/alarm-reader.ts';
import type { FromReader, ReaderQuestion, TailAnswer, TailQuestion, Tails, ToReader } from '../messages.ts';
import { QueryCancelled } from '../query/query-span.ts';
import type { Samples } from '../samples.ts';
import { sliceSamples } from '../sort-samples.ts';
import { MonthShelf } from './month-shelf.ts';
import { answerQuery, type Source } from './queries.ts';
import { historyOf, type LiveTag, type TagQuestion } from './tag-source.ts';

/** How long files stay open after the last question, ms: the next question then opens them anew, in milliseconds. */
const KEPT_OPEN_MS = 600_000;

export interface ReaderParts {
  /** Holds `station.db`. */
  readonly folder: string;
  readonly monthFolder: string;
  readonly send: (message: FromReader, transfer: readonly ArrayBuffer[]) => void;
  readonly onClosed: () => void;
}

class WriterGone extends Error {
  override readonly name = 'WriterGone';

  constructor() {
    super('the writer thread of the history is gone');
  }
}

/** What is known of a tag when nobody records: history without a station. */
const NOBODY: LiveTag = { tail: null, aliveAt: Number.NEGATIVE_INFINITY, isRecorded: false, interpolation: null };

export class HistoryReader {
  readonly #send: ReaderParts['send'];
  readonly #onClosed: () => void;
  readonly #shelf: MonthShelf;
  readonly #alarms: AlarmReader;
  #writer: MessagePort | null = null;
  #isConnected = false;
  readonly #asked = new Map<number, PromiseWithResolvers<TailAnswer>>();
  #lastAsked = 0;
  #resting: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor({ folder, monthFolder, send, onClosed }: ReaderParts) {
    this.#alarms = new AlarmReader(folder);
    this.#send = send;
    this.#onClosed = onClosed;
    const onDamage = (file: string, error: unknown): void =>
      send({ kind: 'damaged', file, why: error instanceof Error ? error.message : String(error) }, []);
    this.#shelf = new MonthShelf(monthFolder, onDamage);
  }

  receive(message: ToReader): void {
    if (message.kind === 'writer') this.#connect(message.port);
    else if (message.kind === 'stop') this.#stop();
    else this.#work = this.#work.then(() => this.#answer(message)).then(() => this.#restLater());
  }

  /** Files that nobody asks about are let go of: a month that is over can only be closed when no reader has it open. */
  #restLater(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#closeFiles(), KEPT_OPEN_MS);
    this.#resting.unref();
  }

  /** A writer that is gone answers no more. */
  #stop(): void {
    for (const { reject } of this.#asked.values()) reject(new QueryCancelled());
    this.#work = this.#work.then(() => this.#close());
  }

  #close(): void {
    clearTimeout(this.#resting);
    this.#writer?.close();
    this.#closeFiles();
    this.#onClosed();
  }

  #closeFiles(): void {
    this.#shelf.close();
    this.#alarms.close();
  }

  #connect(port: MessagePort): void {
    this.#writer?.close();
    this.#writer = port;
    this.#isConnected = true;
    // A writer that is gone: without its memory an answer would lack the newest half hour and not say so.
    port.on('close', () => {
      if (this.#writer === port) this.#writer = null;
      // The next writer may have to put it aside.
      this.#alarms.close();
      for (const { reject } of this.#asked.values()) reject(new WriterGone());
      this.#asked.clear();
    });
    port.on('message', (answer: TailAnswer) => {
      this.#asked.get(answer.id)?.resolve(answer);
      this.#asked.delete(answer.id);
    });
  }

  /** Never rejects: what goes wrong is an answer as well. */
  async #answer({ id, query, cancel }: ReaderQuestion): Promise<void> {
    const signal = {
      get isCancelled() {
        return Atomics.load(cancel, 0) !== 0;
      },
    };
    try {
      if (signal.isCancelled) throw new QueryCancelled();
      const value = isStationQuery(query)
        ? this.#alarms.answer(query, signal)
        : await answerQuery(query, this.#source, signal);
      this.#send({ kind: 'answer', id, value }, buffersOf(value));
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#send({ kind: 'failed', id, why, reason: reasonOf(error) }, []);
    }
  }

  readonly #source: Source = async (questions, use) => {
    // First the memory, then the files: what is sealed in between is in both, and told apart by the marks of the files.
    const instant = instantOf(questions);
    const answer = await this.#ask(questions, instant);
    return this.#shelf.session(() => {
      if (instant !== null)
        this.#shelf.lookAhead(
          questions.map(q => q.tag),
          instant,
        );
      return use(questions.map((question, i) => historyOf(this.#shelf, question, liveOf(answer, i))));
    });
  };

  #ask(questions: readonly TagQuestion[], instant: number | null): Promise<TailAnswer | null> {
    const writer = this.#writer;
    if (writer === null && this.#isConnected) return Promise.reject(new WriterGone());
    if (writer === null) return Promise.resolve(null);
    const question: TailQuestion = { id: ++this.#lastAsked, tags: questions.map(({ tag }) => tag), instant };
    const asked = Promise.withResolvers<TailAnswer>();
    this.#asked.set(question.id, asked);
    writer.postMessage(question);
    return asked.promise;
  }
}

function reasonOf(error: unknown): Extract<FromReader, { kind: 'failed' }>['reason'] {
  if (error instanceof QueryCancelled) return 'cancelled';
  return error instanceof WriterGone ? 'no-writer' : 'other';
}

function liveOf(answer: TailAnswer | null, i: number): LiveTag {
  if (answer === null) return NOBODY;
  return {
    tail: tailOf(answer.tails, i),
    aliveAt: answer.aliveAt,
    isRecorded: answer.recorded[i] ?? false,
    interpolation: answer.interpolation[i] ?? null,
  };
}

/** The instant that all of the questions are about; null when they are about spans. */
function instantOf([first]: readonly TagQuestion[]): number | null {
  return first?.isInstant === true ? first.from : null;
}

function tailOf({ samples, ends }: Tails, i: number): Samples | null {
  const from = ends[i - 1] ?? 0;
  const to = ends[i] ?? from;
  return to === from ? null : sliceSamples(samples, from, to);
}

/** Buffers of the arrays in an answer, to be handed over instead of copied. Views of something larger are copied. */
function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) if (typeof part === 'object') buffersOf(part, found);
  }
  return [...found];
}
