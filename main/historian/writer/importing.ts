/**
 * Past samples from a producer into month files, straight away and durable when answered (writer thread). They get sequence
 * numbers like everything else, so that later ones at the same time replace earlier ones and both stay.
 */
import type { MessagePort } from 'node:worker_threads';
import { GOOD } from '../../../shared/model/quality.ts';
import type { ImportBatch, ImportMessage, ImportReply } from '../import-messages.ts';
import type { Origin } from '../samples.ts';
import { FIRST_TIME, LAST_TIME } from '../store/months.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { SealedTag } from './seal-job.ts';
import type { StationState } from './writer-state.ts';

/** The past is not gated: whoever sends it has chosen, and what was chosen is what is asked for again after a stop. */
const WHOLE = { kind: 'all' } as const;

export interface ImportParts {
  readonly store: ChunkStore;
  readonly state: () => StationState;
  readonly tagOfName: (name: string) => SealedTag | undefined;
  /** The disk takes nothing now; what room there is belongs to events. */
  readonly isInTrouble: () => boolean;
  /** What the disk said. */
  readonly onTrouble: (error: unknown) => void;
}

export function serveImport(port: MessagePort, origin: Origin, parts: ImportParts): void {
  port.on('message', (message: ImportMessage) => {
    if (message.kind === 'end') port.close();
    else port.postMessage(reply(message, origin, parts));
  });
  // A producer that never says that it has ended must not keep the thread.
  port.unref();
}

function reply(batch: ImportBatch, origin: Origin, parts: ImportParts): ImportReply {
  const { id } = batch;
  const wrong = mistakeIn(batch, parts);
  if (wrong !== null) return { kind: 'refused', id, why: wrong, isFinal: true };
  if (parts.isInTrouble()) return { kind: 'refused', id, why: 'the disk takes nothing now', isFinal: false };
  try {
    const samples = store(batch, origin, parts);
    listNewMonths(parts);
    return { kind: 'stored', id, samples };
  } catch (error) {
    parts.store.rollback();
    parts.onTrouble(error);
    return { kind: 'refused', id, why: error instanceof Error ? error.message : String(error), isFinal: false };
  }
}

/** What is stored is stored, also when the list cannot be written: the next seal or start writes it. */
function listNewMonths({ store, state, onTrouble }: ImportParts): void {
  const { months } = state();
  if ([...store.changed.keys()].every(month => months.has(month))) return;
  try {
    months.note(store.changed);
    store.noted();
  } catch (error) {
    onTrouble(error);
  }
}

function store({ t, columns }: ImportBatch, origin: Origin, { store, state, tagOfName }: ImportParts): number {
  const { sequence } = state();
  sequence.reserve(1);
  const seq = new Float64Array(t.length).fill(sequence.next());
  let samples = 0;
  for (const { tag, v, q = new Uint16Array(t.length).fill(GOOD), exact } of columns) {
    const sealed = tagOfName(tag);
    if (sealed === undefined) continue;
    const given = { t, seq, v, q, ...(exact === undefined ? {} : { exact }) };
    samples += store.add(sealed.chunk, given, { origin, policy: WHOLE, through: null }).stored;
  }
  store.commit();
  store.forgetAxes();
  return samples;
}

function mistakeIn({ t, columns }: ImportBatch, { tagOfName }: ImportParts): string | null {
  for (let i = 0; i < t.length; i++) {
    const time = t[i] ?? Number.NaN;
    if (!(time >= Math.max(FIRST_TIME, t[i - 1] ?? FIRST_TIME) && time <= LAST_TIME)) {
      return `time ${time} at place ${i} is not after the one before, or no time`;
    }
  }
  const odd = columns.find(c => c.v.length !== t.length || (c.q !== undefined && c.q.length !== t.length));
  if (odd !== undefined) return `${odd.tag} has ${odd.v.length} values for ${t.length} times`;
  const misplaced = columns.find(c => [...(c.exact?.keys() ?? [])].some(i => !(i in t)));
  if (misplaced !== undefined) return `${misplaced.tag} has an exact value where there is no sample`;
  const unknown = columns.find(c => tagOfName(c.tag) === undefined);
  return unknown === undefined ? null : `there is no tag ${unknown.tag}`;
}
