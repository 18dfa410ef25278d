/** One value that many watch: the smallest thing that `useSyncExternalStore` can stand on. */
export interface Observable<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface MutableObservable<T> extends Observable<T> {
  /** Tells the listeners unless the value is the same. */
  readonly set: (value: T) => void;
}

export function observable<T>(initial: T): MutableObservable<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: next => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of listeners) listener();
    },
  };
}
