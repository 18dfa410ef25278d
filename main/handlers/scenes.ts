/** `scenes.read` and the `scenes` stream: the screens as they are served, and which of them are served anew. */
import type { ServedScene } from '../../shared/model/scene.ts';
import type { SceneNews } from '../../shared/rpc/contract.ts';
import type { SceneDesk } from '../scenes/scene-desk.ts';
import type { Catalogue } from '../tags/catalogue.ts';
import { type Outlet, RequestError } from './handlers.ts';

/** Throws `unknown-scene`. */
export function sceneOrFail(catalogue: Pick<Catalogue, 'scenes'>, id: string): ServedScene {
  const scene = catalogue.scenes.get(id);
  if (scene !== undefined) return scene;
  throw new RequestError(
    'unknown-scene',
    { message: `There is no scene "${id}".`, hint: 'station.describe gives all scenes.' },
    { message: `没有画面“${id}”。`, hint: '用 station.describe 查看全部画面。' },
  );
}

type Desk = Pick<SceneDesk, 'descriptions' | 'subscribe'>;

/** The list now and after each change, with the ids that have changed since the item before. */
export class SceneOutlet implements Outlet<SceneNews> {
  readonly pauseMs = 100;
  readonly #desk: Desk;
  readonly #changed = new Set<string>();
  readonly #unsubscribe: () => void;
  #hasNews = true;

  constructor(desk: Desk, wake: () => void) {
    this.#desk = desk;
    this.#unsubscribe = desk.subscribe(ids => {
      for (const id of ids) this.#changed.add(id);
      this.#hasNews = true;
      wake();
    });
    wake();
  }

  take(): SceneNews | null {
    if (!this.#hasNews) return null;
    this.#hasNews = false;
    const changed = [...this.#changed];
    this.#changed.clear();
    return { scenes: this.#desk.descriptions, changed };
  }

  close(): void {
    this.#unsubscribe();
  }
}
