/**
 * The process screens of the station, each read once a connection: the one that is looked at first, then the others, so that another
 * screen stands at once, and an alarm knows which of them draws its object. A screen that cannot be read keeps what was known of it.
 */
import type { ServedScene } from '../../shared/model/scene.ts';
import { homeOf } from '../../shared/scene/scene-order.ts';
import { CallError } from '../host/call-book.ts';
import { type Observable, observable } from '../store/observable.ts';
import type { StationModel } from '../store/station-store.ts';

const RETRY_MS = 2_000;

export interface SceneState {
  /** The newest that could be read; null before that. */
  readonly scene: ServedScene | null;
  /** Why the last attempt failed. */
  readonly error: CallError | null;
}

const UNREAD: SceneState = { scene: null, error: null };

export interface SceneStore {
  /** By id. What has not been asked for yet is not in it. */
  readonly all: Observable<ReadonlyMap<string, SceneState>>;
  of(id: string): SceneState;
  /** Reads this one before the others. */
  want(id: string): void;
  /** Reads these again: the station has told that their files have changed. */
  refresh(ids: readonly string[]): void;
}

interface StoreParts {
  readonly read: (id: string) => Promise<ServedScene>;
  readonly after: (delayMs: number, run: () => void) => void;
  readonly model: Observable<StationModel | null>;
  /** Of each scene that was read, before anybody draws it. */
  readonly onRead: (handles: ServedScene['handles']) => void;
}

/** Starts reading when the station is known; lives as long as the window. */
export function createSceneStore({ read: ask, after, model, onRead }: StoreParts): SceneStore {
  const all = observable<ReadonlyMap<string, SceneState>>(new Map());
  let waiting: string[] = [];
  let wanted: string | null = null;
  let isReading = false;

  const keep = (id: string, state: SceneState): void => {
    all.set(new Map(all.get()).set(id, state));
  };
  const queue = (ids: readonly string[]): void => {
    waiting = [...new Set([...waiting, ...ids])];
    void readOn();
  };
  const next = (): string | undefined => {
    const id = waiting.find(one => one === wanted) ?? waiting[0];
    waiting = waiting.filter(one => one !== id);
    return id;
  };
  const readOn = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    for (let id = next(); id !== undefined; id = next()) await read(id);
    isReading = false;
  };
  const read = async (id: string): Promise<void> => {
    const generation = model.get()?.generation;
    // Of another run of the station, whose handles may be of other tags; it has been queued again.
    const isOld = (): boolean => model.get()?.generation !== generation;
    const before = all.get().get(id)?.scene ?? null;
    try {
      const scene = await ask(id);
      if (isOld()) return;
      onRead(scene.handles);
      // What is the same renders nothing again.
      const isSame = JSON.stringify(before) === JSON.stringify(scene);
      keep(id, { scene: isSame ? before : scene, error: null });
    } catch (error) {
      if (!(error instanceof CallError)) {
        // A mistake of the program: told as one, while the other screens go on to be read.
        after(0, () => {
          throw error;
        });
        return;
      }
      // A lost link comes back with a new model, and everything is read then.
      if (error.body.code === 'link-lost' || isOld()) return;
      keep(id, { scene: before, error });
      after(RETRY_MS, () => {
        if (isOfStation(id)) queue([id]);
      });
    }
  };
  const isOfStation = (id: string): boolean => model.get()?.description.scenes.some(scene => scene.id === id) ?? false;

  model.subscribe(() => {
    const scenes = model.get()?.description.scenes ?? [];
    const ids = scenes.map(({ id }) => id);
    const known = [...all.get()].filter(([id]) => ids.includes(id));
    if (known.length < all.get().size) all.set(new Map(known));
    wanted ??= homeOf(scenes)?.id ?? null;
    queue(ids);
  });
  return {
    all,
    of: id => all.get().get(id) ?? UNREAD,
    want: id => {
      wanted = id;
      if (!all.get().has(id) && isOfStation(id)) queue([id]);
    },
    refresh: ids => queue(ids.filter(isOfStation)),
  };
}
