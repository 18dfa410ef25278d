/**
 * The newest sample of every tag on screen. Samples arrive in batches; listeners hear of them once per animation frame.
 * Subscriptions are counted: the set of handles somebody looks at is what the screen asks the host for, no more.
 */

import { NOT_READ_YET } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';
import type { TagStreamItem } from '../../shared/rpc/contract.ts';

export interface Sample {
  readonly v: number;
  readonly q: number;
  /** Epoch ms UTC. */
  readonly t: number;
  /** Last good value and its time while `q` is bad; NaN where there never was one. */
  readonly lastV: number;
  readonly lastT: number;
  /** What the number cannot say: a text, or every digit of an integer beyond 2^53. Of `lastV` while `q` is bad. */
  readonly text?: string;
}

export const NO_SAMPLE: Sample = {
  v: Number.NaN,
  q: NOT_READ_YET,
  t: Number.NaN,
  lastV: Number.NaN,
  lastT: Number.NaN,
};

export interface TagStore {
  sample(handle: Handle): Sample;
  /** Counted; returns the function that takes the subscription back. */
  subscribe(handle: Handle, listener: () => void): () => void;
  /** Called on every sample, before the frame; for those who keep a history. */
  onSample(listener: (handle: Handle, sample: Sample) => void): () => void;
  apply(item: TagStreamItem): void;
  visible(): readonly Handle[];
  onVisible(listener: () => void): () => void;
  /** Tells everybody at the next frame, e.g. because the link was lost and good is no longer good. */
  touchAll(): void;
  /** As `touchAll`, for the handles that `wanted` picks. */
  touch(wanted: (handle: Handle) => boolean): void;
  /** Forgets all samples: the host runs another project now. */
  clear(): void;
}

/** `requestFrame` runs its argument at the next animation frame. */
export function createTagStore(requestFrame: (run: () => void) => void): TagStore {
  const samples = new Map<Handle, Sample>();
  const listeners = new Map<Handle, Set<() => void>>();
  const sampleListeners = new Set<(handle: Handle, sample: Sample) => void>();
  const visibleListeners = new Set<() => void>();
  const dirty = new Set<Handle>();
  let isFrameAsked = false;

  const flush = (): void => {
    isFrameAsked = false;
    const changed = [...dirty];
    dirty.clear();
    for (const handle of changed) for (const listener of listeners.get(handle) ?? []) listener();
  };
  const mark = (handle: Handle): void => {
    if (!listeners.has(handle)) return;
    dirty.add(handle);
    if (isFrameAsked) return;
    isFrameAsked = true;
    requestFrame(flush);
  };
  const tellVisible = (): void => {
    for (const listener of visibleListeners) listener();
  };

  return {
    sample: handle => samples.get(handle) ?? NO_SAMPLE,
    subscribe: (handle, listener) => {
      let set = listeners.get(handle);
      if (set === undefined) {
        set = new Set();
        listeners.set(handle, set);
        tellVisible();
      }
      set.add(listener);
      return () => {
        if (!set.delete(listener) || set.size > 0) return;
        if (listeners.get(handle) === set) listeners.delete(handle);
        tellVisible();
      };
    },
    onSample: listener => {
      sampleListeners.add(listener);
      return () => sampleListeners.delete(listener);
    },
    apply: item => {
      const texts = new Map(item.exact);
      for (let i = 0; i < item.handles.length; i++) {
        const handle = item.handles[i];
        if (handle === undefined) continue;
        const sample: Sample = {
          v: item.v[i] ?? Number.NaN,
          q: item.q[i] ?? NOT_READ_YET,
          t: item.t[i] ?? Number.NaN,
          lastV: item.lastV[i] ?? Number.NaN,
          lastT: item.lastT[i] ?? Number.NaN,
          ...textAt(texts, i),
        };
        samples.set(handle, sample);
        for (const listener of sampleListeners) listener(handle, sample);
        mark(handle);
      }
    },
    visible: () => [...listeners.keys()],
    onVisible: listener => {
      visibleListeners.add(listener);
      return () => visibleListeners.delete(listener);
    },
    touchAll: () => {
      for (const handle of listeners.keys()) mark(handle);
    },
    touch: wanted => {
      for (const handle of listeners.keys()) if (wanted(handle)) mark(handle);
    },
    clear: () => {
      samples.clear();
      for (const handle of listeners.keys()) mark(handle);
    },
  };
}

function textAt(texts: ReadonlyMap<number, string>, position: number): { readonly text?: string } {
  const text = texts.get(position);
  return text === undefined ? {} : { text };
}
