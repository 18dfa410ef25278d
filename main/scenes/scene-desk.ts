/**
 * The screens of a running station (main thread). A scene's file that has been changed is checked as at a start: a good one is
 * served from then on and its clients are told; a bad one changes nothing but the event stream, which says where and why. A
 * screen whose file is gone stays until the next start.
 */
import { join } from 'node:path';
import type { Scene } from '../../shared/model/scene.ts';
import type { SceneDescription } from '../../shared/model/station.ts';
import { byPlace } from '../../shared/scene/scene-order.ts';
import type { Text } from '../../shared/text/text.ts';
import type { Calculator } from '../calc/calculator.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Log } from '../platform/log.ts';
import type { Problem } from '../project/problem.ts';
import { rereadScenes } from '../project/scene/reread-scenes.ts';
import type { StationProject } from '../project/types.ts';
import type { Catalogue } from '../tags/catalogue.ts';
import { watchFolder } from './folder-watch.ts';
import { brokenText, fullText, renewedText } from './scene-texts.ts';

interface SceneDeskParts {
  readonly project: StationProject;
  readonly catalogue: Pick<Catalogue, 'replaceScene'>;
  readonly calculator: Pick<Calculator, 'add'>;
  readonly events: Pick<EventLog, 'add'>;
  readonly log: Log;
  /** How often the files are looked at, ms; for tests. */
  readonly lookMs?: number;
}

/** Told of the ids of scenes that are served anew. */
type Listener = (ids: readonly string[]) => void;

export class SceneDesk {
  readonly #parts: SceneDeskParts;
  readonly #scenes: Map<string, Scene>;
  /** What was said last about each file that could not be used. */
  readonly #blamed = new Map<string, string>();
  readonly #listeners = new Set<Listener>();
  readonly #watch: { stop(): void };

  constructor(parts: SceneDeskParts) {
    this.#parts = parts;
    this.#scenes = new Map(parts.project.scenes.map(scene => [scene.id, scene]));
    this.#watch = watchFolder({
      folder: join(parts.project.directory, 'scenes'),
      ending: '.json',
      onChange: () => this.#reread(),
      ...(parts.lookMs === undefined ? {} : { lookMs: parts.lookMs }),
    });
  }

  /** In the order of their function keys, then by level and id. */
  get descriptions(): readonly SceneDescription[] {
    return [...this.#scenes.values()]
      .map(({ id, title, level, place }) => ({ id, title, level, place }))
      .toSorted(byPlace);
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#watch.stop();
    this.#listeners.clear();
  }

  async #reread(): Promise<void> {
    const { scenes, problems } = await rereadScenes(this.#parts.project);
    this.#blame(problems);
    const renewed = scenes.filter(({ scene, file }) => this.#renew(scene, file)).map(({ scene }) => scene.id);
    if (renewed.length > 0) for (const listener of this.#listeners) listener(renewed);
  }

  /** True when the scene is another than before and is served from now on. */
  #renew(scene: Scene, file: string): boolean {
    const { catalogue, calculator } = this.#parts;
    if (JSON.stringify(scene) === JSON.stringify(this.#scenes.get(scene.id))) return false;
    const added = catalogue.replaceScene(scene);
    if (added === null) {
      this.#tell(file, fullText(file));
      return false;
    }
    calculator.add(added);
    this.#scenes.set(scene.id, scene);
    this.#tell(file, renewedText(scene.title, file));
    return true;
  }

  /** Each mistake is told once, however often its file is saved with it. */
  #blame(problems: readonly Problem[]): void {
    const byFile = Map.groupBy(problems, ({ file }) => file);
    for (const file of this.#blamed.keys()) if (!byFile.has(file)) this.#blamed.delete(file);
    for (const [file, ofFile] of byFile) {
      const text = brokenText(ofFile);
      if (this.#blamed.get(file) === text.en) continue;
      this.#blamed.set(file, text.en);
      this.#tell(file, text);
    }
  }

  #tell(file: string, text: Text): void {
    this.#parts.log.info(() => text.en);
    this.#parts.events.add('configuration', file, text);
  }
}
